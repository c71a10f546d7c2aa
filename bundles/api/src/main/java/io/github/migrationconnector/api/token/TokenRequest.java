package io.github.migrationconnector.api.token;

import io.github.migrationconnector.api.access.Role;
import java.time.Duration;
import java.util.Objects;

/**
 * A token that is wanted.
 *
 * @param name by which it is shown and revoked
 * @param owner a user
 * @param role no more than the owner may
 * @param life how long it shall open; at most {@link #LONGEST_LIFE}
 */
public record TokenRequest(String name, String owner, Role role, Duration life) {
    /** Whatever is older was forgotten rather than wanted. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(366);

    public TokenRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(life, "life");
    }
}
