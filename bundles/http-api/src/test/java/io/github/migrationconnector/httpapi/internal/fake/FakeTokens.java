package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.token.BearerToken;
import io.github.migrationconnector.api.token.IssuedToken;
import io.github.migrationconnector.api.token.TokenRequest;
import io.github.migrationconnector.api.token.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One token; remembers what was asked for and revoked. */
public final class FakeTokens implements Tokens {
    public final List<TokenRequest> requests = new ArrayList<>();
    public final List<String> revoked = new ArrayList<>();

    private static BearerToken token(Role role) {
        return new BearerToken("ci", "olga", role, Instant.ofEpochSecond(9), Instant.ofEpochSecond(99), Instant.EPOCH);
    }

    @Override
    public List<BearerToken> list() {
        return List.of(token(Role.VIEWER));
    }

    @Override
    public IssuedToken create(Actor actor, TokenRequest request) {
        requests.add(request);
        return new IssuedToken(token(request.role()), Secret.of("shown once"));
    }

    @Override
    public void revoke(Actor actor, String name) {
        revoked.add(name);
    }
}
