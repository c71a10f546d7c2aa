package io.github.migrationconnector.api.session;

import io.github.migrationconnector.api.access.Role;
import java.time.Instant;
import java.util.Objects;

/**
 * A login that has not ended.
 *
 * @param id names it, and opens nothing
 * @param userName whose it is
 * @param role what they may do
 * @param address where they logged in from
 * @param createdAt when they logged in
 * @param usedAt when it was last used, within half a minute
 */
public record LiveSession(String id, String userName, Role role, String address, Instant createdAt, Instant usedAt) {
    public LiveSession {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(userName, "userName");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(usedAt, "usedAt");
    }
}
