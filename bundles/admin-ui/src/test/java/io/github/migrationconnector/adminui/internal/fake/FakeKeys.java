package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.apikey.IssuedApiKey;
import io.github.migrationconnector.api.apikey.SigningKey;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.token.BearerToken;
import io.github.migrationconnector.api.token.IssuedToken;
import io.github.migrationconnector.api.token.TokenRequest;
import io.github.migrationconnector.api.token.Tokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys and tokens in memory. */
public final class FakeKeys implements ApiKeys {
    public static final String SECRET = "a-secret-that-is-shown-once";
    public final List<ApiKey> keys = new ArrayList<>();
    public final FakeTokens tokens = new FakeTokens();

    @Override
    public List<ApiKey> list() {
        return List.copyOf(keys);
    }

    @Override
    public IssuedApiKey create(Actor actor, String owner, Role role, String description) {
        ApiKey key =
                new ApiKey("AKIAABCDEFGHIJKLMNOP", owner, role, description, Instant.ofEpochSecond(1), Instant.EPOCH);
        keys.add(key);
        return new IssuedApiKey(key, Secret.of(SECRET));
    }

    @Override
    public Optional<SigningKey> find(String accessKeyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void revoke(Actor actor, String accessKeyId) {
        if (!keys.removeIf(key -> key.accessKeyId().equals(accessKeyId))) {
            throw Problem.fatal("API_KEY_NOT_FOUND", "None.", "List.").asException();
        }
    }

    /** Tokens in memory. */
    public static final class FakeTokens implements Tokens {
        public final List<BearerToken> tokens = new ArrayList<>();

        @Override
        public List<BearerToken> list() {
            return List.copyOf(tokens);
        }

        @Override
        public IssuedToken create(Actor actor, TokenRequest request) {
            Instant now = Instant.now();
            BearerToken token = new BearerToken(
                    request.name(), request.owner(), request.role(), now, now.plus(request.life()), Instant.EPOCH);
            tokens.add(token);
            return new IssuedToken(token, Secret.of(SECRET));
        }

        @Override
        public void revoke(Actor actor, String name) {
            tokens.removeIf(token -> token.name().equals(name));
        }
    }
}
