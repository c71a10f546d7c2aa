package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.store.Database;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database with one writer at a time and readers beside it, so that whoever reads and then writes in one transaction
 * loses nothing, whatever the database behind it is.
 *
 * <p>The writer stands behind a fair lock, since an unfair one makes some wait for most of a second.
 */
abstract class OneWriterDatabase implements Database, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OneWriterDatabase.class);

    private final Problems problems;
    private final Connections connections;
    private final WriterConnection writer;
    private final ReaderConnections readers;
    private final Jdbi writing;
    private final Jdbi reading;
    private final Migrations migrations;
    private final ReentrantLock turn = new ReentrantLock(true);

    OneWriterDatabase(Connections connections, Problems problems) {
        this.problems = problems;
        this.connections = connections;
        writer = new WriterConnection(connections);
        readers = new ReaderConnections(connections);
        writing = Jdbi.create(writer);
        reading = Jdbi.create(readers);
        migrations = new Migrations(connections);
    }

    @Override
    public void migrate(String owner, ClassLoader loader, String location) {
        turn.lock();
        try {
            migrations.migrate(owner, loader, location);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public <R, X extends Exception> R read(HandleCallback<R, X> work) throws X {
        try {
            return reading.withHandle(handle -> handle.inTransaction(work));
        } catch (JdbiException failure) {
            throw told(failure);
        }
    }

    @Override
    public <R, X extends Exception> R write(HandleCallback<R, X> work) throws X {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a write within a write would end with the outer one, not by itself");
        }
        turn.lock();
        boolean committed = false;
        try {
            R result = writing.withHandle(handle -> handle.inTransaction(begun -> {
                connections.takeTurn(begun);
                return work.withHandle(begun);
            }));
            committed = true;
            return result;
        } catch (JdbiException failure) {
            throw told(failure);
        } finally {
            if (!committed) {
                discardWriter();
            }
            turn.unlock();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            readers.close();
            // the last connection to close writes the log back into the file
            writer.close();
        } catch (SQLException failure) {
            log.warn(
                    "The database did not close cleanly; what it was doing is undone or read again at the next start",
                    failure);
        } finally {
            turn.unlock();
        }
    }

    private RuntimeException told(JdbiException failure) {
        Optional<ConnectorException> problem = problems.problemOf(failure);
        return problem.isPresent() ? problem.get() : failure;
    }

    private void discardWriter() {
        try {
            writer.discard();
        } catch (SQLException failure) {
            log.warn("A connection that failed did not close", failure);
        }
    }
}
