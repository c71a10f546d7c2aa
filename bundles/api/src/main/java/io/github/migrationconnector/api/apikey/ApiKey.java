package io.github.migrationconnector.api.apikey;

import io.github.migrationconnector.api.access.Role;
import java.time.Instant;
import java.util.Objects;

/**
 * A key that signs requests; its secret is not here.
 *
 * @param accessKeyId names it in a request: {@code AKIA} and 16 upper-case letters and digits, as AWS's own look
 * @param owner the user on whose behalf it signs; it opens nothing while they are disabled
 * @param role what its requests may do, never more than the owner may
 * @param description for people; may be empty
 * @param createdAt when it was made
 * @param lastUsedAt when it was last asked for, within a minute; {@link Instant#EPOCH} when it never was
 */
public record ApiKey(
        String accessKeyId, String owner, Role role, String description, Instant createdAt, Instant lastUsedAt) {
    /** What an access key id looks like. */
    public static final String ACCESS_KEY_ID = "AKIA[A-Z2-7]{16}";

    public ApiKey {
        if (!accessKeyId.matches(ACCESS_KEY_ID)) {
            throw new IllegalArgumentException("not the id of an access key");
        }
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(lastUsedAt, "lastUsedAt");
    }
}
