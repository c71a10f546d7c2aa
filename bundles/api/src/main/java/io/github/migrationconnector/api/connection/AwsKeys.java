package io.github.migrationconnector.api.connection;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Objects;

/**
 * An access key.
 *
 * @param accessKeyId its public half
 * @param secretAccessKey its secret half
 * @param sessionToken of temporary credentials; an empty secret otherwise
 */
public record AwsKeys(String accessKeyId, Secret secretAccessKey, Secret sessionToken) {
    public AwsKeys {
        Objects.requireNonNull(accessKeyId, "accessKeyId");
        Objects.requireNonNull(secretAccessKey, "secretAccessKey");
        Objects.requireNonNull(sessionToken, "sessionToken");
    }
}
