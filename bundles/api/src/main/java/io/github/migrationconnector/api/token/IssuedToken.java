package io.github.migrationconnector.api.token;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Objects;

/**
 * A token that was just made.
 *
 * @param token what is kept of it
 * @param secret what opens; to be shown once
 */
public record IssuedToken(BearerToken token, Secret secret) {
    public IssuedToken {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(secret, "secret");
    }
}
