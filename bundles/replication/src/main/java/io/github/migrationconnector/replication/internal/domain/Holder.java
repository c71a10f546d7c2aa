package io.github.migrationconnector.replication.internal.domain;

import java.util.Objects;
import java.util.UUID;

/**
 * Who holds runs: one life of replication in one home. Several connectors on one database are several homes; a life ends
 * with its process, or when its bundle is replaced, and what is left of it must not write into what the next one does.
 *
 * @param home the same for all lives of one connector
 * @param life another for each
 */
public record Holder(String home, String life) {
    public Holder {
        Objects.requireNonNull(home, "home");
        if (life.isEmpty()) {
            throw new IllegalArgumentException("nobody is written as an empty life");
        }
    }

    /** A new life. */
    public static Holder newLife(String home) {
        return new Holder(home, UUID.randomUUID().toString());
    }
}
