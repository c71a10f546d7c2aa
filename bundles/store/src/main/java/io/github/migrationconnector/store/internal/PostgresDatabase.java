package io.github.migrationconnector.store.internal;

/**
 * PostgreSQL, for an estate that several connectors share. A writer takes a lock of the whole estate for its transaction:
 * what a connector reads within a write can't be changed by another before it commits, as with SQLite.
 */
public final class PostgresDatabase extends OneWriterDatabase {
    PostgresDatabase(PostgresSettings settings) {
        super(new PostgresConnections(settings), new PostgresProblems(settings.place()));
        // fails now, where somebody reads it, rather than at the first use
        int unused = this.<Integer, RuntimeException>write(
                handle -> handle.createQuery("select 1").mapTo(Integer.class).one());
    }
}
