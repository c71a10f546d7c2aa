package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.FormPage;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.user.User;
import jakarta.servlet.Servlet;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Who may log in: added, given another role, another password, locked out, removed. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "users",
            "felix.webconsole.title=Users",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=users",
            PageServlet.ORDER + ":Integer=50",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=ADMIN"
        })
public final class UsersPage extends FormPage {
    static final String HERE = ROOT + "connector-users";
    private static final long serialVersionUID = 1L;

    private final transient Services services;
    private final transient StartPassword passwords = new StartPassword();

    @Activate
    public UsersPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.ADMIN, Role.ADMIN);
        this.services = services;
    }

    @Override
    protected boolean staysAt(Problem refused) {
        return !refused.code().equals("USER_NOT_FOUND");
    }

    @Override
    protected Answer change(PageRequest request) {
        String name = request.visit().rest();
        return switch (request.field("action")) {
            case "create" -> create(request);
            case "role" -> {
                services.users().changeRole(request.actor(), name, Fields.role(request));
                yield done(name, "role");
            }
            case "password" -> {
                try (Secret password = passwords.fresh()) {
                    services.users().setPassword(request.actor(), name, password);
                    yield handOver(name, password);
                }
            }
            case "lock" -> {
                services.users().setEnabled(request.actor(), name, false);
                yield done(name, "locked");
            }
            case "unlock" -> {
                services.users().setEnabled(request.actor(), name, true);
                yield done(name, "unlocked");
            }
            case "logout" -> {
                services.sessions().revokeAll(request.actor(), name);
                yield done(name, "logout");
            }
            case "delete" -> {
                services.users().delete(request.actor(), name);
                yield Answer.goTo(HERE + "?done=deleted");
            }
            default -> throw Fields.unknown();
        };
    }

    private Answer create(PageRequest request) {
        String name = request.field("name").strip();
        try (Secret password = passwords.fresh()) {
            services.users().create(request.actor(), name, Fields.role(request), password);
            return handOver(name, password);
        }
    }

    /** The only time that the password is shown: it is in no redirect and in no cache. */
    private static Answer handOver(String name, Secret password) {
        return Answer.show(
                View.of("users-password").with("name", name).with("password", password.<String>reveal(text -> text)));
    }

    private static Answer done(String name, String what) {
        return Answer.goTo(HERE + "/" + name + "?done=" + what);
    }

    @Override
    protected View page(PageRequest request) {
        String name = request.visit().rest();
        List<Role> roles = List.of(Role.values());
        if (name.isEmpty()) {
            return View.of("users")
                    .with("users", services.users().list())
                    .with("roles", roles)
                    .with("typed", request.field("name"));
        }
        User user = services.users().find(name).orElseThrow(() -> Problem.fatal(
                        "USER_NOT_FOUND", "There is no such user.", "Go back to the list of users.")
                .asException());
        return View.of("users-detail")
                .with("user", user)
                .with("roles", roles)
                .with("self", user.name().equals(request.principal().name()))
                .with(
                        "sessions",
                        services.sessions().list(request.actor()).stream()
                                .filter(session -> session.userName().equals(name))
                                .count());
    }
}
