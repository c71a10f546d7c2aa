package io.github.migrationconnector.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jdbi.v3.core.ConnectionFactory;

/** Connections that only read: kept for the next reader, a few of them. */
final class ReaderConnections implements ConnectionFactory, AutoCloseable {
    private static final int KEPT = 4;

    private final Connections connections;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    ReaderConnections(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Connection openConnection() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new SQLException("the store is closed");
            }
            while (!idle.isEmpty()) {
                Connection kept = idle.removeLast();
                if (connections.usable(kept)) {
                    return kept;
                }
                kept.close();
            }
        }
        return connections.reader();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        synchronized (idle) {
            if (!closed && idle.size() < KEPT && !connection.isClosed() && connection.getAutoCommit()) {
                idle.addLast(connection);
                return;
            }
        }
        connection.close();
    }

    @Override
    public void close() throws SQLException {
        synchronized (idle) {
            closed = true;
            while (!idle.isEmpty()) {
                idle.removeLast().close();
            }
        }
    }
}
