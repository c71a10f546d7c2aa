package io.github.migrationconnector.adminui.internal.login;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.LocalPath;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.frame.Visit;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /login}: opens a session by name and password; before there is any password, it leads to the welcome page. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=" + LoginServlet.PATH)
public final class LoginServlet extends HttpServlet {
    static final String PATH = "/login";
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LONGEST_NAME = 100;

    private final transient Access access;
    private final transient Frame frame;

    @Activate
    public LoginServlet(@Reference Access access, @Reference Frame frame) {
        this.access = access;
        this.frame = frame;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        frame.serveToAll(new Visit(request, response), this::show);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        frame.serveToAll(new Visit(request, response), this::logIn);
    }

    private Answer show(PageRequest request) {
        return access.passwordIsSet() ? Answer.show(page(request)) : Answer.goTo(WelcomeServlet.PATH);
    }

    private Answer logIn(PageRequest request) {
        String name = request.field("username").strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return wrong(request);
        }
        try (Secret password = Secret.of(request.field("password"))) {
            Optional<Session> session =
                    access.login(name, password, request.visit().request().getRemoteAddr());
            if (session.isEmpty()) {
                return wrong(request);
            }
            request.visit().endSession(access);
            request.visit().startSession(session.get());
            return new Answer.GoTo(LocalPath.of(request.field("next")));
        } catch (ConnectorException refused) {
            int status = refused.problem().code().equals("TOO_MANY_ATTEMPTS")
                    ? TOO_MANY_REQUESTS
                    : HttpServletResponse.SC_UNAUTHORIZED;
            return new Answer.Show(page(request).with("problem", Optional.of(refused.problem())), status);
        }
    }

    private static Answer wrong(PageRequest request) {
        Problem problem = Problem.fatal("LOGIN_REFUSED", "Name or password is wrong.", "Try again.");
        return new Answer.Show(
                page(request).with("problem", Optional.of(problem)), HttpServletResponse.SC_UNAUTHORIZED);
    }

    private static View page(PageRequest request) {
        String name = request.field("username");
        return View.of("login")
                .with("next", LocalPath.of(request.field("next")).path())
                .with("username", name.isEmpty() ? Access.ADMINISTRATOR : name)
                .with("problem", Optional.empty());
    }
}
