package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.FormPage;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.IssuedApiKey;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.token.IssuedToken;
import io.github.migrationconnector.api.token.TokenRequest;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What programs log in with: keys that sign requests, and bearer tokens. Each secret is shown once, when it is made. */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "keys",
            "felix.webconsole.title=Keys",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=keys",
            PageServlet.ORDER + ":Integer=54",
            PageServlet.GROUP + "=administration",
            PageServlet.ROLE + "=ADMIN"
        })
public final class KeysPage extends FormPage {
    static final String HERE = ROOT + "connector-keys";
    private static final long serialVersionUID = 1L;
    private static final List<Integer> LIVES_DAYS = List.of(7, 30, 90, 365);
    private static final int LONGEST_DESCRIPTION = 200;

    private final transient Services services;
    private final transient Clock clock = Clock.systemUTC();

    @Activate
    public KeysPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.ADMIN, Role.ADMIN);
        this.services = services;
    }

    @Override
    protected Answer change(PageRequest request) {
        return switch (request.field("action")) {
            case "key" -> makeKey(request);
            case "token" -> makeToken(request);
            case "revoke-key" -> {
                services.apiKeys().revoke(request.actor(), request.field("id"));
                yield Answer.goTo(HERE + "?done=revoked");
            }
            case "revoke-token" -> {
                services.tokens().revoke(request.actor(), request.field("id"));
                yield Answer.goTo(HERE + "?done=revoked");
            }
            default -> throw Fields.unknown();
        };
    }

    private Answer makeKey(PageRequest request) {
        String description = request.field("description").strip();
        if (description.length() > LONGEST_DESCRIPTION) {
            throw Fields.unknown();
        }
        IssuedApiKey made =
                services.apiKeys().create(request.actor(), request.field("owner"), Fields.role(request), description);
        return shownOnce("key", made.key().accessKeyId(), made.secretAccessKey());
    }

    private Answer makeToken(PageRequest request) {
        int days = LIVES_DAYS.stream()
                .filter(life -> life.toString().equals(request.field("days")))
                .findFirst()
                .orElseThrow(Fields::unknown);
        String name = request.field("name").strip();
        if (name.isEmpty()) {
            throw Problem.fatal("TOKEN_INVALID", "That can't be the name of a token.", "Use lower-case letters.")
                    .asException();
        }
        IssuedToken made = services.tokens()
                .create(
                        request.actor(),
                        new TokenRequest(name, request.field("owner"), Fields.role(request), Duration.ofDays(days)));
        return shownOnce("token", made.token().name(), made.secret());
    }

    /** The secret is in no redirect and in no cache; it is wiped when the page is filled. */
    private static Answer shownOnce(String kind, String id, Secret secret) {
        try (secret) {
            return Answer.show(View.of("keys-secret")
                    .with("kind", kind)
                    .with("id", id)
                    .with("secret", secret.<String>reveal(text -> text)));
        }
    }

    @Override
    protected View page(PageRequest request) {
        return View.of("keys")
                .with("keys", services.apiKeys().list())
                .with("tokens", services.tokens().list())
                .with("users", services.users().list())
                .with("roles", List.of(Role.values()))
                .with("lives", LIVES_DAYS)
                .with("now", clock.instant());
    }
}
