package io.github.migrationconnector.api.apikey;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Objects;

/**
 * A key that was just made.
 *
 * @param key the key
 * @param secretAccessKey to be shown once; 40 characters, as AWS's own have
 */
public record IssuedApiKey(ApiKey key, Secret secretAccessKey) {
    public IssuedApiKey {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(secretAccessKey, "secretAccessKey");
    }
}
