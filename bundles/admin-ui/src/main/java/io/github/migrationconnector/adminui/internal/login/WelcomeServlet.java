package io.github.migrationconnector.adminui.internal.login;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.LocalPath;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.frame.Visit;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupStep;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /welcome}: the wizard's first steps, before there is anybody who could log in: what this is, the licence, and the
 * administrator's password in exchange for the one-time code. Nothing is kept until the password is: the accepted licence
 * goes along in the form.
 */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=" + WelcomeServlet.PATH)
public final class WelcomeServlet extends HttpServlet {
    static final String PATH = "/welcome";
    private static final long serialVersionUID = 1L;

    private final transient Access access;
    private final transient Frame frame;
    private final transient Licence licence;
    private final transient Services services;

    @Activate
    public WelcomeServlet(@Reference Access access, @Reference Frame frame, @Reference Services services) {
        this.access = access;
        this.frame = frame;
        this.licence = Licence.shipped();
        this.services = services;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        frame.serveToAll(new Visit(request, response), this::show);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        frame.serveToAll(new Visit(request, response), this::setPassword);
    }

    private Answer show(PageRequest request) {
        if (access.passwordIsSet()) {
            return new Answer.GoTo(LocalPath.ROOT);
        }
        return switch (request.field("step")) {
            case "licence" -> Answer.show(licence("none"));
            case "password" ->
                request.checked("licence")
                        ? Answer.show(View.of("welcome-password").with("problem", Optional.empty()))
                        : Answer.show(licence("missing"));
            default -> Answer.show(View.of("welcome"));
        };
    }

    private Answer setPassword(PageRequest request) {
        if (access.passwordIsSet()) {
            return new Answer.GoTo(LocalPath.ROOT);
        }
        if (!request.checked("licence")) {
            return new Answer.Show(licence("missing"), HttpServletResponse.SC_BAD_REQUEST);
        }
        try (Secret password = Secret.of(request.field("password"));
                Secret again = Secret.of(request.field("again"));
                Secret code = Secret.of(request.field("code"))) {
            if (!password.matches(again)) {
                return refused(Problem.fatal(
                        "PASSWORDS_DIFFER", "The two passwords differ.", "Type the same password twice."));
            }
            access.setFirstPassword(code, password, request.visit().request().getRemoteAddr());
            Optional<Session> session = access.login(
                    Access.ADMINISTRATOR, password, request.visit().request().getRemoteAddr());
            request.visit().endSession(access);
            session.ifPresent(request.visit()::startSession);
            services.setupSteps().answer(SetupStep.LICENCE, Secret.of("{\"accepted\": true}"));
            return new Answer.GoTo(LocalPath.ROOT);
        } catch (ConnectorException refused) {
            // with the password set, whatever is left to do is done by the wizard
            return access.passwordIsSet() ? new Answer.GoTo(LocalPath.ROOT) : refused(refused.problem());
        }
    }

    private View licence(String complaint) {
        return View.of("welcome-licence")
                .with("paragraphs", licence.paragraphs())
                .with("complaint", complaint);
    }

    private static Answer refused(Problem problem) {
        return new Answer.Show(
                View.of("welcome-password").with("problem", Optional.of(problem)), HttpServletResponse.SC_BAD_REQUEST);
    }
}
