package io.github.migrationconnector.replication.internal.planted;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Breaks: only store opens connections. */
final class AppThatOpensConnections {
    Connection opened() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:");
    }
}
