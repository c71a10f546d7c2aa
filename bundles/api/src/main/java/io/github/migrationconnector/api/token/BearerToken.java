package io.github.migrationconnector.api.token;

import io.github.migrationconnector.api.access.Role;
import java.time.Instant;
import java.util.Objects;

/**
 * A token that was given out; what opens is not here, and not kept.
 *
 * @param name chosen by whoever made it: see {@link #NAME}
 * @param owner the user on whose behalf it opens; it opens nothing while they are disabled
 * @param role what it may do, never more than the owner may
 * @param createdAt when it was made
 * @param expiresAt when it ends by itself
 * @param lastUsedAt within a minute; {@link Instant#EPOCH} when it never was
 */
public record BearerToken(
        String name, String owner, Role role, Instant createdAt, Instant expiresAt, Instant lastUsedAt) {
    /** What a name looks like. */
    public static final String NAME = "[a-z][a-z0-9._-]{0,63}";

    public BearerToken {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("not the name of a token");
        }
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(lastUsedAt, "lastUsedAt");
    }
}
