package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.store.Database;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * SQLite with a write-ahead log that is synced at each commit: one writer behind a fair lock, readers beside it.
 *
 * <p>One writer, since SQLite has one anyway, and several connections that read and then write would meet SQLITE_BUSY at
 * once, whatever their time-out; a fair lock, since an unfair one makes some wait for most of a second.
 */
@Component(service = Database.class, immediate = true)
public final class SqliteDatabase implements Database, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final String HOME_PROPERTY = "connector.home";
    private static final String DRIVER_DIRECTORY_PROPERTY = "org.sqlite.tmpdir";

    private final StoreProblems problems;
    private final WriterConnection writer;
    private final ReaderConnections readers;
    private final Jdbi writing;
    private final Jdbi reading;
    private final Migrations migrations;
    private final ReentrantLock turn = new ReentrantLock(true);

    @Activate
    public SqliteDatabase(BundleContext context) {
        this(homeOf(context), SynchronousMode.FULL);
    }

    /** At a home; {@code synchronous} is for the power-cut test, which must be able to fail. */
    SqliteDatabase(Path home, SynchronousMode synchronous) {
        Path file = home.toAbsolutePath().resolve("store").resolve("connector.db");
        problems = new StoreProblems(file);
        prepare(file.getParent());
        SqliteConnections connections = new SqliteConnections(file, synchronous);
        writer = new WriterConnection(connections);
        readers = new ReaderConnections(connections);
        writing = Jdbi.create(writer);
        reading = Jdbi.create(readers);
        migrations = new Migrations(connections.writers());
        // fails now, where somebody reads it, rather than at the first use
        write(handle -> handle.createQuery("select count(*) from sqlite_master")
                .mapTo(Long.class)
                .one());
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
            R result = writing.withHandle(handle -> handle.inTransaction(work));
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
    @Deactivate
    public void close() {
        turn.lock();
        try {
            readers.close();
            // the last connection to close writes the log back into the file
            writer.close();
        } catch (SQLException failure) {
            log.warn("The database did not close cleanly; its log is read again at the next start", failure);
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

    private void prepare(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                // SQLite syncs this directory when it makes its files, but nobody syncs the one above
                try (FileChannel parent = FileChannel.open(directory.getParent(), StandardOpenOption.READ)) {
                    parent.force(true);
                }
            }
        } catch (IOException failure) {
            throw problems.unusable(failure.toString()).asException(failure);
        }
        if (System.getProperty(DRIVER_DIRECTORY_PROPERTY) == null) {
            // the driver unpacks its library there; /tmp may forbid executing
            System.setProperty(DRIVER_DIRECTORY_PROPERTY, directory.toString());
        }
    }

    private static Path homeOf(BundleContext context) {
        String home = context.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("the framework property " + HOME_PROPERTY + " is not set");
        }
        return Path.of(home);
    }
}
