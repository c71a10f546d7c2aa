package io.github.migrationconnector.adminui.internal.login;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.Visit;
import io.github.migrationconnector.api.access.Access;
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
    private final transient Frame frame;

    @Activate
    public LogoutServlet(@Reference Access access, @Reference Frame frame) {
        this.access = access;
        this.frame = frame;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        frame.serveToAll(new Visit(request, response), asked -> {
            asked.visit().endSession(access);
            return Answer.goTo(LoginServlet.PATH);
        });
    }
}
