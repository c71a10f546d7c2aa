package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.FormPage;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who is logged in, and from where; each login can be ended. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "sessions",
            "felix.webconsole.title=Sessions",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=sessions",
            PageServlet.ORDER + ":Integer=52",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=ADMIN"
        })
public final class SessionsPage extends FormPage {
    static final String HERE = ROOT + "connector-sessions";
    private static final long serialVersionUID = 1L;

    private final transient Services services;

    @Activate
    public SessionsPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.ADMIN, Role.ADMIN);
        this.services = services;
    }

    @Override
    protected Answer change(PageRequest request) {
        services.sessions().revoke(request.actor(), request.field("session"));
        return Answer.goTo(HERE + "?done=revoked");
    }

    @Override
    protected View page(PageRequest request) {
        return View.of("sessions").with("sessions", services.sessions().list(request.actor()));
    }
}
