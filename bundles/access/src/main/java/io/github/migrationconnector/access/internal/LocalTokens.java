package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.token.BearerToken;
import io.github.migrationconnector.api.token.IssuedToken;
import io.github.migrationconnector.api.token.TokenRequest;
import io.github.migrationconnector.api.token.Tokens;
import io.github.migrationconnector.api.user.User;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Bearer tokens in the store. */
@Component(service = Tokens.class)
public final class LocalTokens implements Tokens {
    private final Accounts accounts;
    private final Trail trail;
    private final OpaqueTokens opaque = new OpaqueTokens();

    @Activate
    public LocalTokens(@Reference Accounts accounts, @Reference Audit audit) {
        this.accounts = accounts;
        trail = new Trail(audit);
    }

    @Override
    public List<BearerToken> list() {
        return accounts.tokens().list();
    }

    @Override
    public IssuedToken create(Actor actor, TokenRequest request) {
        return trail.of(actor, "token.create", request.name(), () -> {
            AccessRules.requireAdministrator(actor);
            check(request);
            User owner = accounts.users().find(request.owner()).orElseThrow(AccessRules::noSuchUser);
            AccessRules.requireWithin(owner, request.role());
            Secret secret = opaque.fresh();
            if (!accounts.tokens().add(request, secret)) {
                throw Problem.fatal(
                                "TOKEN_EXISTS",
                                "There is a token " + request.name() + " already.",
                                "Take another name, or revoke that one first.")
                        .asException();
            }
            return new IssuedToken(
                    list().stream()
                            .filter(token -> token.name().equals(request.name()))
                            .findFirst()
                            .orElseThrow(),
                    secret);
        });
    }

    @Override
    public void revoke(Actor actor, String name) {
        trail.of(actor, "token.revoke", name, () -> {
            AccessRules.requireAdministrator(actor);
            if (!accounts.tokens().remove(name)) {
                throw Problem.fatal(
                                "TOKEN_NOT_FOUND", "There is no such token.", "Take a name from the list of tokens.")
                        .asException();
            }
        });
    }

    private static void check(TokenRequest request) {
        boolean named = request.name().matches(BearerToken.NAME);
        boolean lives = request.life().toSeconds() > 0 && request.life().compareTo(TokenRequest.LONGEST_LIFE) <= 0;
        if (!named || !lives) {
            throw Problem.fatal(
                            "TOKEN_INVALID",
                            named ? "A token can't live that long." : "That can't be the name of a token.",
                            named
                                    ? "Let it live up to " + TokenRequest.LONGEST_LIFE.toDays() + " days."
                                    : "Use 1 to 64 lower-case letters, digits, dots, dashes; a letter first.")
                    .asException();
        }
    }
}
