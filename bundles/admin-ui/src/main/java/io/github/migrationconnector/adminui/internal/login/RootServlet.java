package io.github.migrationconnector.adminui.internal.login;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.Visit;
import io.github.migrationconnector.api.registration.SetupState;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /}: the wizard until the connector is set up, then the dashboard. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=")
public final class RootServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Frame frame;
    private final transient Services services;

    @Activate
    public RootServlet(@Reference Frame frame, @Reference Services services) {
        this.frame = frame;
        this.services = services;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        frame.serveToAll(new Visit(request, response), asked -> {
            if (!services.access().passwordIsSet()) {
                return Answer.goTo(WelcomeServlet.PATH);
            }
            return services.registration().state() == SetupState.REGISTERED
                    ? Answer.goTo(PageServlet.ROOT + "connector-dashboard")
                    : Answer.goTo(PageServlet.ROOT + "connector-setup");
        });
    }
}
