package io.github.migrationconnector.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * SQLite with a write-ahead log that is synced at each commit. One writer, since SQLite has one anyway, and several
 * connections that read and then write would meet SQLITE_BUSY at once, whatever their time-out.
 */
public final class SqliteDatabase extends OneWriterDatabase {
    private static final String DRIVER_DIRECTORY_PROPERTY = "org.sqlite.tmpdir";

    /** At a home; {@code synchronous} is for the power-cut test, which must be able to fail. */
    SqliteDatabase(Path home, SynchronousMode synchronous) {
        this(fileIn(home), synchronous, new SqliteProblems(fileIn(home)));
    }

    private SqliteDatabase(Path file, SynchronousMode synchronous, SqliteProblems problems) {
        super(prepared(file, synchronous, problems), problems);
        // fails now, where somebody reads it, rather than at the first use
        long unused =
                this.<Long, RuntimeException>write(handle -> handle.createQuery("select count(*) from sqlite_master")
                        .mapTo(Long.class)
                        .one());
    }

    /** Where the database of a home lies. */
    static Path fileIn(Path home) {
        return home.toAbsolutePath().resolve("store").resolve("connector.db");
    }

    /** The driver unpacks its library there, before anything is opened; /tmp may forbid executing. */
    static void prepareDriver(Path directory) {
        if (System.getProperty(DRIVER_DIRECTORY_PROPERTY) == null) {
            System.setProperty(DRIVER_DIRECTORY_PROPERTY, directory.toString());
        }
    }

    private static SqliteConnections prepared(Path file, SynchronousMode synchronous, SqliteProblems problems) {
        Path directory = file.getParent();
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
        prepareDriver(directory);
        return new SqliteConnections(file, synchronous);
    }
}
