package io.github.migrationconnector.replication.internal.catalog;

import io.github.migrationconnector.api.replication.CatalogState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The catalog on disk. Each call is one transaction. */
public interface ServerStore {
    /** Where the catalog stands. */
    Standing standing();

    /** Writes where it stands. */
    void stand(Standing standing);

    /** All servers, by id. */
    List<KnownServer> servers();

    /** Writes where it stands, and all servers in place of those that it had. */
    void replace(Standing standing, List<KnownServer> servers);

    /**
     * Where the catalog stands.
     *
     * @param state {@link CatalogState#EXPIRED} is never on disk: it comes with time
     * @param changedAt when its servers changed last
     * @param importedAt when vCenter was read last
     * @param message why the last import failed; empty when it didn't
     */
    record Standing(CatalogState state, Instant changedAt, Instant importedAt, String message) {
        public Standing {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(changedAt, "changedAt");
            Objects.requireNonNull(importedAt, "importedAt");
            Objects.requireNonNull(message, "message");
        }
    }
}
