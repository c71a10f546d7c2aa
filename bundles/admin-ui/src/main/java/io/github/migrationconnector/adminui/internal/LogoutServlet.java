package io.github.migrationconnector.adminui.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.RequestGuard;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /logout}: ends the session; by POST only, so that no foreign page can do it with a link. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=" + LogoutServlet.PATH)
public final class LogoutServlet extends HttpServlet {
    static final String PATH = "/logout";
    private static final long serialVersionUID = 1L;

    private final transient Access access;
    private final transient RequestGuard guard;

    @Activate
    public LogoutServlet(@Reference Access access, @Reference RequestGuard guard) {
        this.access = access;
        this.guard = guard;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visit visit = new Visit(request, response);
        if (visit.passes(guard)) {
            visit.endSession(access);
            visit.goTo(new LocalPath(LoginServlet.PATH));
        }
    }
}
