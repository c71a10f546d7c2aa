package io.github.migrationconnector.api.user;

import io.github.migrationconnector.api.access.Role;
import java.time.Instant;
import java.util.Objects;

/**
 * Somebody who may log in.
 *
 * @param name by which they log in: see {@link #NAME}
 * @param role what they may do
 * @param enabled whether they may log in now; their sessions, keys and tokens open nothing while they may not
 * @param createdAt when they were added
 * @param passwordChangedAt when their password was last set
 * @param lastLoginAt {@link Instant#EPOCH} when they never logged in
 */
public record User(
        String name, Role role, boolean enabled, Instant createdAt, Instant passwordChangedAt, Instant lastLoginAt) {
    /** What a name looks like: no letter case, so that no two names look alike. */
    public static final String NAME = "[a-z][a-z0-9._-]{0,31}";

    public User {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("not the name of a user");
        }
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(passwordChangedAt, "passwordChangedAt");
        Objects.requireNonNull(lastLoginAt, "lastLoginAt");
    }
}
