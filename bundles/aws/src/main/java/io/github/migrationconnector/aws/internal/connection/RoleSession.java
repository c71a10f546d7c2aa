package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.connection.AwsKeys;
import java.time.Duration;
import java.util.Objects;

/**
 * Temporary credentials of a role.
 *
 * @param keys with their session token
 * @param lasts how long they are valid, from when they were asked for; an end by AWS's clock would mislead where ours is off
 */
public record RoleSession(AwsKeys keys, Duration lasts) {
    public RoleSession {
        Objects.requireNonNull(keys, "keys");
        if (lasts.isNegative() || lasts.isZero()) {
            throw new IllegalArgumentException("a session that lasts " + lasts);
        }
    }
}
