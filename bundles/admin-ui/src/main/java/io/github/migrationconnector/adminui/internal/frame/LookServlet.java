package io.github.migrationconnector.adminui.internal.frame;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code /ui/look}: keeps language, theme and density in the browser, and goes back. Changes nothing on the connector. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=" + LookServlet.PATH)
public final class LookServlet extends HttpServlet {
    static final String PATH = "/ui/look";
    private static final long serialVersionUID = 1L;
    private static final String ATTRIBUTES = "; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Strict";

    @Activate
    public LookServlet() {
        // nothing to keep
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visit visit = new Visit(request, response);
        Look look = visit.look()
                .with("language", visit.field("language"))
                .with("theme", visit.field("theme"))
                .with("density", visit.field("density"));
        response.setHeader("Set-Cookie", Look.COOKIE + "=" + look.cookie() + ATTRIBUTES);
        visit.goTo(LocalPath.of(visit.field("next")));
    }
}
