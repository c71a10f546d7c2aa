package io.github.migrationconnector.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens connections to PostgreSQL that can't wait for ever, and takes the one writer's turn there. */
final class PostgresConnections implements Connections {
    /** Of the advisory lock that a writer holds: any number will do, as long as every connector takes the same. */
    private static final long WRITER = 0x6d69677261746572L;

    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 90;
    private static final int VALID_SECONDS = 5;

    /**
     * A daemon that hangs or whose network is gone keeps no other waiting for longer than this: the server ends its
     * transaction, and with it its turn.
     */
    private static final String LIMITS =
            "-c lock_timeout=30s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s";

    private final PostgresSettings settings;

    PostgresConnections(PostgresSettings settings) {
        this.settings = settings;
    }

    @Override
    public Connection writer() throws SQLException {
        return writers().getConnection();
    }

    @Override
    public Connection reader() throws SQLException {
        Connection reader = writers().getConnection();
        try {
            reader.setReadOnly(true);
            reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        } catch (SQLException failure) {
            reader.close();
            throw failure;
        }
        return reader;
    }

    @Override
    public PGSimpleDataSource writers() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        settings.password().ifPresent(source::setPassword);
        source.setApplicationName("connector");
        source.setOptions(LIMITS);
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(ANSWER_SECONDS);
        source.setTcpKeepAlive(true);
        if (settings.wantsProvenServer()) {
            source.setSslMode(PostgresSettings.PROVEN);
        }
        return source;
    }

    @Override
    public boolean usable(Connection idle) throws SQLException {
        return idle.isValid(VALID_SECONDS);
    }

    @Override
    public void takeTurn(Handle handle) {
        handle.execute("select pg_advisory_xact_lock(?)", WRITER);
    }
}
