package io.github.migrationconnector.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * The one connection that writes, lent to one borrower at a time; its caller holds the lock. It is kept open, since it is
 * dear to open, but never after a failure: a transaction that failed half-way must not colour the next one.
 */
final class WriterConnection implements ConnectionFactory, AutoCloseable {
    private final Connections connections;
    private Optional<Connection> kept = Optional.empty();
    private boolean closed;

    WriterConnection(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (closed) {
            throw new SQLException("the store is closed");
        }
        if (kept.isPresent() && !connections.usable(kept.get())) {
            discard();
        }
        if (kept.isEmpty()) {
            kept = Optional.of(connections.writer());
        }
        return kept.get();
    }

    @Override
    public void closeConnection(Connection lent) {
        // stays open for the next borrower
    }

    /** Closes it, which rolls back whatever was open; the next borrower gets a new one. */
    void discard() throws SQLException {
        Optional<Connection> broken = kept;
        kept = Optional.empty();
        if (broken.isPresent()) {
            broken.get().close();
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        discard();
    }
}
