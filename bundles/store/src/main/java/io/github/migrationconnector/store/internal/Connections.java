package io.github.migrationconnector.store.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** Opens connections to one database, and knows what each of them needs there. */
interface Connections {
    /** For the one writer. */
    Connection writer() throws SQLException;

    /** Changes nothing, and sees one point in time within a transaction. */
    Connection reader() throws SQLException;

    /** What a migration tool wants; the settings of a writer. */
    DataSource writers();

    /** Whether a connection that lay idle can still be used. */
    boolean usable(Connection idle) throws SQLException;

    /** Waits within a transaction that has just begun until no writer of another process is at work. */
    void takeTurn(Handle handle);
}
