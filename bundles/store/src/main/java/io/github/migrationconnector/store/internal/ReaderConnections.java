package io.github.migrationconnector.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jdbi.v3.core.ConnectionFactory;

/** Connections that only read: kept for the next reader, a few of them. */
final class ReaderConnections implements ConnectionFactory, AutoCloseable {
    private static final int KEPT = 4;

    private final SqliteConnections connections;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    ReaderConnections(SqliteConnections connections) {
        this.connections = connections;
    }

    @Override
    public Connection openConnection() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new SQLException("the store is closed");
            }
            if (!idle.isEmpty()) {
                return idle.removeLast();
            }
        }
        return connections.reader();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        synchronized (idle) {
            if (!closed && idle.size() < KEPT && connection.getAutoCommit()) {
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
