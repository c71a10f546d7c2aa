package io.github.migrationconnector.store.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** Opens connections to one SQLite file, with the settings that make an acknowledged commit survive a power cut. */
final class SqliteConnections implements Connections {
    /** How long a connection waits for another process, such as a person's sqlite3 shell. */
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private final Path file;
    private final SynchronousMode synchronous;

    SqliteConnections(Path file, SynchronousMode synchronous) {
        this.file = file;
        this.synchronous = synchronous;
    }

    @Override
    public Connection writer() throws SQLException {
        return writers().getConnection();
    }

    @Override
    public Connection reader() throws SQLException {
        Connection reader = writers().getConnection();
        try (Statement statement = reader.createStatement()) {
            statement.execute("pragma query_only = true");
        } catch (SQLException failure) {
            reader.close();
            throw failure;
        }
        return reader;
    }

    @Override
    public SQLiteDataSource writers() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // with IMMEDIATE the driver would take the lock again after each commit, and an idle connection would hold it
        config.setTransactionMode(TransactionMode.DEFERRED);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    public boolean usable(Connection idle) {
        // a file does not go away
        return true;
    }

    @Override
    public void takeTurn(Handle handle) {
        // the file has one writer anyway, and the home belongs to one daemon
    }
}
