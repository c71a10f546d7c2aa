package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.apikey.IssuedApiKey;
import io.github.migrationconnector.api.apikey.SigningKey;
import io.github.migrationconnector.api.credential.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One API key; remembers what was revoked. */
public final class FakeKeys implements ApiKeys {
    public final List<String> revoked = new ArrayList<>();

    private static ApiKey key(Role role) {
        return new ApiKey("AKIAABCDEFGHIJKLMNOP", "olga", role, "", Instant.ofEpochSecond(9), Instant.EPOCH);
    }

    @Override
    public List<ApiKey> list() {
        return List.of(key(Role.VIEWER));
    }

    @Override
    public IssuedApiKey create(Actor actor, String owner, Role role, String description) {
        return new IssuedApiKey(key(role), Secret.of("shown once"));
    }

    @Override
    public Optional<SigningKey> find(String accessKeyId) {
        throw new UnsupportedOperationException("not by the API");
    }

    @Override
    public void revoke(Actor actor, String accessKeyId) {
        revoked.add(accessKeyId);
    }
}
