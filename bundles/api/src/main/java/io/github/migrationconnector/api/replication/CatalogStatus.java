package io.github.migrationconnector.api.replication;

import java.time.Instant;
import java.util.Objects;

/**
 * Where the catalog stands.
 *
 * @param state by the retired service's names
 * @param changedAt when its servers changed last; {@link Instant#EPOCH} before the first import
 * @param message why the last import failed; empty when it didn't
 */
public record CatalogStatus(CatalogState state, Instant changedAt, String message) {
    public CatalogStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(changedAt, "changedAt");
        Objects.requireNonNull(message, "message");
    }
}
