package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.FormPage;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.session.LiveSession;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Everybody's own: the password, and where they are logged in. It is behind the name in the head of every page. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "account",
            "felix.webconsole.title=Account",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=account"
        })
public final class AccountPage extends FormPage {
    static final String HERE = ROOT + "connector-account";
    private static final long serialVersionUID = 1L;

    private final transient Services services;

    @Activate
    public AccountPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.VIEWER, Role.VIEWER);
        this.services = services;
    }

    @Override
    protected boolean openAtStart() {
        return true;
    }

    @Override
    protected Answer change(PageRequest request) {
        return switch (request.field("action")) {
            case "password" -> changePassword(request);
            case "revoke" -> revoke(request);
            default -> throw Fields.unknown();
        };
    }

    /** All sessions end with the old password, so this browser is given a fresh one. */
    private Answer changePassword(PageRequest request) {
        try (Secret current = Secret.of(request.field("current"));
                Secret fresh = Secret.of(request.field("fresh"));
                Secret again = Secret.of(request.field("again"))) {
            if (!fresh.matches(again)) {
                throw Problem.fatal("PASSWORDS_DIFFER", "The two passwords differ.", "Type the same password twice.")
                        .asException();
            }
            services.users().changeOwnPassword(request.actor(), current, fresh);
            Optional<Session> session = services.access()
                    .login(request.principal().name(), fresh, request.actor().address());
            session.ifPresent(request.visit()::startSession);
            return Answer.goTo(HERE + "?done=password");
        }
    }

    /** An administrator may end anybody's, but not here. */
    private Answer revoke(PageRequest request) {
        String id = request.field("session");
        if (own(request).stream().noneMatch(session -> session.id().equals(id))) {
            throw Problem.fatal("SESSION_NOT_FOUND", "There is no such session.", "It has ended already.")
                    .asException();
        }
        services.sessions().revoke(request.actor(), id);
        return Answer.goTo(HERE + "?done=revoked");
    }

    @Override
    protected View page(PageRequest request) {
        return View.of("account").with("sessions", own(request));
    }

    private List<LiveSession> own(PageRequest request) {
        return services.sessions().list(request.actor()).stream()
                .filter(session -> session.userName().equals(request.principal().name()))
                .toList();
    }
}
