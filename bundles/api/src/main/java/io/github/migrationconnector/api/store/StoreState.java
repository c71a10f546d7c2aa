package io.github.migrationconnector.api.store;

import java.util.Objects;

/**
 * What the store is.
 *
 * @param kind where it lies
 * @param bytes the length of the file in the home; 0 on a server
 * @param restore what becomes of the last restore that was asked for
 * @param message says more of it; may be empty
 */
public record StoreState(Kind kind, long bytes, Restore restore, String message) {
    /** Where a store lies. */
    public enum Kind {
        /** In a file of the home. */
        SQLITE,
        /** On a server. */
        POSTGRESQL
    }

    /** How far a restore is. */
    public enum Restore {
        /** None was asked for since the daemon started. */
        NONE,
        /** In force from the next start on. */
        WAITING,
        /** In force since this start. */
        DONE,
        /** Not taken at this start; the store is as it was. */
        REFUSED
    }

    public StoreState {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(restore, "restore");
        Objects.requireNonNull(message, "message");
        if (bytes < 0) {
            throw new IllegalArgumentException("a store of " + bytes + " bytes");
        }
    }
}
