package io.github.migrationconnector.adminui.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /login}: opens a session, by the password or by the one-time code. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=" + LoginServlet.PATH)
public final class LoginServlet extends HttpServlet {
    static final String PATH = "/login";
    private static final long serialVersionUID = 1L;
    private static final int UNAUTHORIZED = HttpServletResponse.SC_UNAUTHORIZED;
    private static final int TOO_MANY_REQUESTS = 429;

    private final transient Access access;
    private final transient RequestGuard guard;

    @Activate
    public LoginServlet(@Reference Access access, @Reference RequestGuard guard) {
        this.access = access;
        this.guard = guard;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visit visit = new Visit(request, response);
        if (visit.passes(guard)) {
            LoginPage.of(access.passwordIsSet(), LocalPath.of(visit.field("next")), "")
                    .send(response, HttpServletResponse.SC_OK);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visit visit = new Visit(request, response);
        if (!visit.passes(guard)) {
            return;
        }
        LocalPath next = LocalPath.of(visit.field("next"));
        try (Secret password = Secret.of(visit.field("password"))) {
            if (!access.passwordIsSet()) {
                if (!password.matches(Secret.of(visit.field("again")))) {
                    again(visit, next, HttpServletResponse.SC_BAD_REQUEST, "The two passwords differ.");
                    return;
                }
                access.setFirstPassword(Secret.of(visit.field("code")), password, request.getRemoteAddr());
            }
            Optional<Session> session = access.login(Access.ADMINISTRATOR, password, request.getRemoteAddr());
            if (session.isEmpty()) {
                again(visit, next, UNAUTHORIZED, "The password is wrong.");
                return;
            }
            visit.endSession(access);
            visit.startSession(session.get());
            visit.goTo(next);
        } catch (ConnectorException refused) {
            int status = refused.problem().code().equals("TOO_MANY_ATTEMPTS") ? TOO_MANY_REQUESTS : UNAUTHORIZED;
            again(
                    visit,
                    next,
                    status,
                    refused.problem().message() + " " + refused.problem().fix());
        }
    }

    private void again(Visit visit, LocalPath next, int status, String message) throws IOException {
        LoginPage.of(access.passwordIsSet(), next, message).send(visit.response(), status);
    }
}
