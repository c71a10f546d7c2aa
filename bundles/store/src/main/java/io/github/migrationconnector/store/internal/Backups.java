package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.store.StoreBackup;
import io.github.migrationconnector.api.store.StoreBackups;
import io.github.migrationconnector.api.store.StoreState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Backups of the database of a home, which is in use. */
final class Backups implements StoreBackups {
    /** The one copy that a backup is made of. */
    static final String DRAFT = ".backup.db";

    private static final String EXAMINED = ".examined.draft";
    private static final String COPIED = ".restore.zip.draft";

    private static final DateTimeFormatter NAMED =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path database;
    private final Path directory;
    private final StoreRestore restore;
    private final String version;
    private final Timing timing;
    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * What time it is, and how long something takes, which no clock that is set disturbs.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    record Timing(Clock clock, LongSupplier nanoTime) {}

    /**
     * For the database of a home.
     *
     * @param restore what was done before the database was opened
     * @param version of the connector
     */
    Backups(Path database, StoreRestore restore, String version, Timing timing) {
        this.database = database;
        this.directory = database.getParent();
        this.restore = restore;
        this.version = version;
        this.timing = timing;
    }

    /** Removes what a daemon that was killed has left of a backup, or of the examination of one. */
    void sweep() {
        if (Files.notExists(directory)) {
            // the first start
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                // with the journals that SQLite may have made beside them
                if (Stream.of(DRAFT, "." + DRAFT, EXAMINED, COPIED).anyMatch(name::startsWith)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failure) {
            throw new SqliteProblems(database).unusable(failure.toString()).asException(failure);
        }
    }

    @Override
    public StoreState state() {
        long bytes = database.toFile().length();
        boolean waits = Files.exists(directory.resolve(StoreRestore.REQUESTED_BACKUP))
                || Files.exists(directory.resolve(StoreRestore.FORCED_BACKUP));
        return waits
                ? new StoreState(
                        StoreState.Kind.SQLITE,
                        bytes,
                        StoreState.Restore.WAITING,
                        "A backup takes the store's place at the next start of the daemon.")
                : new StoreState(StoreState.Kind.SQLITE, bytes, restore.outcome(), restore.message());
    }

    @Override
    public StoreBackup make() {
        if (!busy.compareAndSet(false, true)) {
            throw new Problem(
                            "STORE_BACKUP_BUSY",
                            "Another backup of the store is being made or carried away.",
                            "Wait for its end, and ask again.",
                            Retry.WHEN_FREE)
                    .asException();
        }
        Path copy = directory.resolve(DRAFT);
        try {
            new SqliteCopy(new SqliteConnections(database, SynchronousMode.FULL)).writeTo(copy);
            Instant now = timing.clock().instant().truncatedTo(ChronoUnit.MILLIS);
            BackupManifest manifest = new BackupManifest(
                    StoreContents.ofCopy(copy).connector(), version, now, Files.size(copy), BackupArchive.sha256(copy));
            return new Made(copy, manifest);
        } catch (ConnectorException failure) {
            release(copy);
            throw failure;
        } catch (SQLException | IOException | RuntimeException failure) {
            // whatever it is, the next backup must not find this one under way for ever
            release(copy);
            throw copyFailed(failure);
        }
    }

    private void release(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException left) {
            throw copyFailed(left);
        } finally {
            busy.set(false);
        }
    }

    private RuntimeException copyFailed(Exception failure) {
        return Problem.fatal(
                        "STORE_COPY_FAILED",
                        "The database can't be copied: " + failure.getMessage(),
                        "Look for room and rights in " + directory + ".")
                .asException(failure);
    }

    /** A copy that stands in the home until it is carried away. */
    private final class Made implements StoreBackup {
        private final Path copy;
        private final BackupManifest manifest;

        private Made(Path copy, BackupManifest manifest) {
            this.copy = copy;
            this.manifest = manifest;
        }

        @Override
        public String fileName() {
            String whose = manifest.connector().isEmpty() ? "connector" : manifest.connector();
            return "store-" + whose + "-" + NAMED.format(manifest.madeAt()) + ".zip";
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            BackupArchive.write(manifest, copy, new PacedOutputStream(out, timing.nanoTime()));
        }

        @Override
        public void close() {
            release(copy);
        }
    }

    /** One at a time: each has the same drafts. */
    @Override
    public synchronized void restore(Path file, boolean force) {
        Path draft = directory.resolve(EXAMINED);
        Path copied = directory.resolve(COPIED);
        try {
            if (!Files.isRegularFile(file)) {
                throw noFile(file);
            }
            // what is examined is what is taken, whatever becomes of the file meanwhile
            Files.deleteIfExists(copied);
            Files.createFile(copied, SqliteCopy.OWNER_ALONE);
            Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
            BackupManifest unused = restore.examine(copied, force, draft);
            Files.deleteIfExists(directory.resolve(StoreRestore.REQUESTED_BACKUP));
            Files.deleteIfExists(directory.resolve(StoreRestore.FORCED_BACKUP));
            SqliteCopy.install(
                    copied, directory.resolve(force ? StoreRestore.FORCED_BACKUP : StoreRestore.REQUESTED_BACKUP));
        } catch (IOException failure) {
            throw Problem.fatal(
                            "STORE_COPY_FAILED",
                            "The backup can't be copied into the home: " + failure.getMessage(),
                            "Look whether the daemon may read " + file + ", and for room in " + directory + ".")
                    .asException(failure);
        } finally {
            discard(draft);
            discard(copied);
        }
    }

    private static RuntimeException noFile(Path file) {
        return Problem.fatal(
                        "STORE_BACKUP_DAMAGED",
                        "There is no file " + file + " on the daemon's machine.",
                        "Name one that the daemon can read.")
                .asException();
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException left) {
            throw new IllegalStateException(draft + " is left", left);
        }
    }
}
