package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.store.StoreState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Puts a copy in place of the database before anybody opens it. Each step may be the last before a power cut; the next
 * opening goes on:
 *
 * <ol>
 *   <li>a request stands: the database is as it was. What it is replaced by is prepared beside it.
 *   <li>{@code restored.db} stands: it is the database from now on. The request goes, then the old log (which must never be
 *       read with the new file), then the file takes its place.
 * </ol>
 */
final class StoreRestore {
    /** A copy that somebody put here is in force from the next start on. */
    static final String REQUESTED = "restore.db";

    /** The same for a backup, which is examined before it is taken. */
    static final String REQUESTED_BACKUP = "restore.zip";

    /** The same for a backup that may be another connector's. */
    static final String FORCED_BACKUP = "restore-forced.zip";

    /** A backup that was asked for and not taken. */
    static final String REFUSED = "restore-refused.zip";

    /** What was there before the last restore. */
    static final String REPLACED = "replaced.db";

    private static final String RESTORED = "restored.db";
    private static final Logger LOG = LoggerFactory.getLogger(StoreRestore.class);

    private final Path database;
    private final Path directory;
    private final Supplier<KnownSteps> known;
    private StoreState.Restore outcome = StoreState.Restore.NONE;
    private String message = "";

    /**
     * For the database of a home, which nobody has open.
     *
     * @param known what a backup may bring: the database that it replaces may be gone, and tell nothing. Asked each time,
     *     since an owner may be swapped for a newer one while the daemon runs
     */
    StoreRestore(Path database, Supplier<KnownSteps> known) {
        this.database = database;
        this.known = known;
        this.directory = database.getParent();
    }

    /** Does what was begun, or what a file asks for. */
    void carryOut() {
        Path requested = directory.resolve(REQUESTED);
        if (finish(requested)) {
            outcome = StoreState.Restore.DONE;
        }
        if (Files.exists(requested)) {
            replaceBy(requested, requested);
            outcome = StoreState.Restore.DONE;
        }
        for (String name : List.of(REQUESTED_BACKUP, FORCED_BACKUP)) {
            Path backup = directory.resolve(name);
            if (Files.exists(backup)) {
                takeBackup(backup, name.equals(FORCED_BACKUP));
            }
        }
    }

    /** What became of it, for as long as the daemon runs. */
    StoreState.Restore outcome() {
        return outcome;
    }

    /** Says more of the outcome. */
    String message() {
        return message;
    }

    /**
     * Examines a backup; nothing is changed.
     *
     * @param force even though it is another connector's
     * @param draft gets the database that is in it
     */
    BackupManifest examine(Path backup, boolean force, Path draft) {
        BackupManifest manifest = BackupArchive.extract(backup, draft);
        StoreContents asked;
        StoreContents now;
        try {
            asked = StoreContents.ofCopy(draft);
        } catch (SQLException | RuntimeException unreadable) {
            throw Problem.fatal(
                            "STORE_BACKUP_DAMAGED",
                            backup + " holds no connector's store: " + unreadable.getMessage(),
                            "Use another one, as connector store backup writes it.")
                    .asException(unreadable);
        }
        refuseNewer(asked, manifest);
        if (Files.notExists(database)) {
            return manifest;
        }
        try {
            now = StoreContents.of(database);
        } catch (SQLException | RuntimeException damaged) {
            // that may be why it is replaced: there is nothing to compare with
            LOG.warn("The store that is to be replaced can't be read", damaged);
            return manifest;
        }
        if (!force && !now.connector().isEmpty() && !asked.connector().equals(now.connector())) {
            throw Problem.fatal(
                            "STORE_BACKUP_FOREIGN",
                            "The backup is of the connector "
                                    + (asked.connector().isEmpty() ? "without an id" : asked.connector())
                                    + ", and this one is " + now.connector() + ".",
                            "Use this connector's own backup; or say --force to make this one that other one, when that"
                                    + " will not run again.")
                    .asException();
        }
        return manifest;
    }

    private void refuseNewer(StoreContents asked, BackupManifest manifest) {
        List<String> tooNew = asked.tooNewFor(known.get());
        if (!tooNew.isEmpty()) {
            throw Problem.fatal(
                            "STORE_BACKUP_NEWER",
                            "The backup is of the newer connector " + manifest.version() + ": its tables of "
                                    + String.join(", ", tooNew) + " are too new for this one.",
                            "Upgrade the connector first, or use an older backup.")
                    .asException();
        }
    }

    /** One that can't be taken is put aside: the connector runs with the store that it has. */
    private void takeBackup(Path backup, boolean force) {
        Path draft = directory.resolve(".restore.draft");
        try {
            BackupManifest manifest = examine(backup, force, draft);
            replaceBy(draft, backup);
            outcome = StoreState.Restore.DONE;
            message = "The store is the one of " + manifest.madeAt() + "; what it was before is kept in " + REPLACED;
        } catch (ConnectorException refused) {
            if (Files.exists(directory.resolve(RESTORED))) {
                // it is taken: only its last steps failed, which the next start does before it opens anything
                throw refused;
            }
            LOG.error("The backup {} is not taken: {}", backup, refused.getMessage());
            outcome = StoreState.Restore.REFUSED;
            message = refused.problem().message() + " " + refused.problem().fix();
            putAside(backup);
        } finally {
            discard(draft);
        }
    }

    private void putAside(Path backup) {
        try {
            Files.move(
                    backup,
                    directory.resolve(REFUSED),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            SqliteCopy.sync(directory);
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private static void discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException left) {
            LOG.warn("{} is left", draft, left);
        }
    }

    /**
     * Replaces the database by a copy.
     *
     * @param copy stays where it is, unless it is the request
     * @param request goes when the copy is in force
     */
    void replaceBy(Path copy, Path request) {
        SqliteCopy.verify(copy);
        try {
            keepReplaced();
            Path draft = directory.resolve("." + RESTORED + ".draft");
            Files.copy(copy, draft, StandardCopyOption.REPLACE_EXISTING);
            SqliteCopy.verify(draft);
            SqliteCopy.install(draft, directory.resolve(RESTORED));
        } catch (IOException failure) {
            throw failed(failure);
        }
        boolean unused = finish(request);
        LOG.warn("The database was replaced by the copy {}; what it was before is kept in {}", copy, REPLACED);
    }

    /** One that is damaged is kept as it is: that may be why it is replaced. */
    private void keepReplaced() throws IOException {
        if (Files.notExists(database)) {
            return;
        }
        try {
            new SqliteCopy(new SqliteConnections(database, SynchronousMode.FULL)).writeTo(directory.resolve(REPLACED));
        } catch (ConnectorException damaged) {
            LOG.warn("The database that is replaced can't be read", damaged);
            Files.copy(database, directory.resolve(REPLACED), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Goes on where a power cut ended it; whether a restore was under way. */
    private boolean finish(Path request) {
        Path restored = directory.resolve(RESTORED);
        if (Files.notExists(restored)) {
            return false;
        }
        try {
            Files.deleteIfExists(request);
            SqliteCopy.sync(request.getParent());
            // whichever it was that asked for this: once more would keep the new database as the one that was replaced
            Files.deleteIfExists(directory.resolve(REQUESTED_BACKUP));
            Files.deleteIfExists(directory.resolve(FORCED_BACKUP));
            Files.deleteIfExists(directory.resolve(database.getFileName() + "-wal"));
            Files.deleteIfExists(directory.resolve(database.getFileName() + "-shm"));
            SqliteCopy.sync(directory);
            Files.move(restored, database, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            SqliteCopy.sync(directory);
            return true;
        } catch (IOException failure) {
            throw failed(failure);
        }
    }

    private RuntimeException failed(IOException failure) {
        return Problem.fatal(
                        "STORE_UNUSABLE",
                        "The database " + database + " can't be replaced by a copy: " + failure,
                        "Look for room and rights in " + directory + ", and start again: it goes on where it stopped.")
                .asException(failure);
    }
}
