package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.store.StoreBackup;
import io.github.migrationconnector.api.store.StoreState.Restore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Backups of a store in use, the way back to them, and what is refused before anything is changed. */
final class BackupsTest extends BackupRig {
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void holdsAllThatIsCommittedAndIsTakenAtTheNextStart() throws Exception {
        Path backup = elsewhere.resolve("backup.zip");
        try (SqliteDatabase inUse = new SqliteDatabase(home, SynchronousMode.FULL)) {
            inUse.write(handle -> handle.execute("insert into fruit values (2, 'pear')"));
            // what is not committed is in no backup, and does not keep one from being made
            inUse.write(handle -> {
                handle.execute("insert into fruit values (3, 'plum')");
                return carry(backup);
            });
            assertThat(backup).exists();
        }
        write(home, "tables", "insert into fruit values (4, 'fig')");
        backups().restore(backup, false);
        assertThat(backups().state().restore()).isEqualTo(Restore.WAITING);
        assertThat(names()).as("nothing changes before the next start").containsExactly("apple", "pear", "plum", "fig");
        StoreRestore start = start();
        assertThat(names()).containsExactly("apple", "pear");
        assertThat(start.outcome()).isEqualTo(Restore.DONE);
        assertThat(start.message()).contains("2026-11-30T12:00:00.123Z", "replaced.db");
        assertThat(names(store.resolve("replaced.db"))).containsExactly("apple", "pear", "plum", "fig");
        assertThat(start().outcome()).as("once is enough").isEqualTo(Restore.NONE);
        assertThat(left()).isEmpty();
    }

    @Test
    void isForItsOwnerAloneAndLeavesNothingBehind() throws IOException {
        try (StoreBackup made = backups().make()) {
            assertThat(made.fileName()).isEqualTo("store-" + OURS + "-20261130T120000Z.zip");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.resolve(Backups.DRAFT))))
                    .isEqualTo("rw-------");
        }
        assertThat(left()).isEmpty();
        for (String name : List.of(".backup.db", "..backup.db.draft", "..backup.db.draft-journal", ".examined.draft")) {
            Files.writeString(store.resolve(name), "of a daemon that was killed");
        }
        backups().sweep();
        assertThat(left()).isEmpty();
    }

    @Test
    void isMadeOneAtATime() {
        Backups backups = backups();
        try (StoreBackup first = backups.make()) {
            assertThat(first.fileName()).isNotEmpty();
            refused("STORE_BACKUP_BUSY", backups::make);
        }
        backups.make().close();
    }

    @Test
    void aReaderThatIsTooSlowIsCutOffAndTheNextBackupIsMade() {
        AtomicLong nanos = new AtomicLong();
        Backups backups = new Backups(
                store.resolve("connector.db"),
                new StoreRestore(store.resolve("connector.db"), () -> KNOWN),
                "0.1.0",
                new Backups.Timing(CLOCK, nanos::get));
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int oneByte) {
                nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
            }
        };
        assertThatThrownBy(() -> {
                    try (StoreBackup made = backups.make()) {
                        made.writeTo(slow);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too slow");
        assertThat(store.resolve(Backups.DRAFT)).doesNotExist();
        backups.make().close();
    }

    @Test
    void replacesAStoreThatIsDamaged() throws Exception {
        Path backup = elsewhere.resolve("backup.zip");
        carry(backup);
        Files.writeString(store.resolve("connector.db"), "damaged");
        Files.copy(backup, store.resolve(StoreRestore.REQUESTED_BACKUP));
        assertThat(start().outcome()).isEqualTo(Restore.DONE);
        assertThat(names()).containsExactly("apple");
        assertThat(store.resolve("replaced.db")).hasContent("damaged");
    }

    @Test
    void oneWhoseLastStepsFailIsNotRefusedButFinishedByTheNextStart() throws Exception {
        Path backup = elsewhere.resolve("backup.zip");
        carry(backup);
        write(home, "tables", "insert into fruit values (2, 'since')");
        Files.copy(backup, store.resolve(StoreRestore.REQUESTED_BACKUP));
        Path inTheWay = Files.createDirectories(store.resolve("connector.db-shm/in-the-way"));
        StoreRestore failing = new StoreRestore(store.resolve("connector.db"), () -> KNOWN);
        refused("STORE_UNUSABLE", failing::carryOut);
        assertThat(failing.outcome()).isEqualTo(Restore.NONE);
        assertThat(store.resolve("restored.db")).exists();
        assertThat(store.resolve(StoreRestore.REFUSED)).doesNotExist();

        Files.delete(inTheWay);
        assertThat(start().outcome()).isEqualTo(Restore.DONE);
        assertThat(names()).containsExactly("apple");
        assertThat(left()).isEmpty();
    }

    @Test
    void oneThatFailsInAnyWayKeepsNoOtherFromBeingMade() throws IOException {
        Path database = store.resolve("connector.db");
        Backups failing = new Backups(database, new StoreRestore(database, () -> KNOWN), "no version", TIMING);
        refused("STORE_COPY_FAILED", failing::make);
        refused("STORE_COPY_FAILED", failing::make);
        assertThat(left()).isEmpty();
    }

    @Test
    void aKillAtAnyMomentLeavesTheOneStoreOrTheOther() throws Exception {
        Path backup = elsewhere.resolve("backup.zip");
        carry(backup);
        Random random = new Random(7);
        for (int round = 0; round < 8; round++) {
            write(home, "tables", "insert into fruit values (100, 'since')");
            Files.copy(backup, store.resolve(StoreRestore.REQUESTED_BACKUP));
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-Dorg.sqlite.tmpdir=" + System.getProperty("org.sqlite.tmpdir"),
                            RestoringStart.class.getName(),
                            home.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int begun = child.getInputStream().read();
            assertThat(begun).as("the child began").isEqualTo('b');
            TimeUnit.MICROSECONDS.sleep(random.nextInt(60_000));
            child.destroyForcibly();
            assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            if (Files.exists(store.resolve("connector.db")) && Files.notExists(store.resolve("restored.db"))) {
                assertThat(names(store.resolve("connector.db"))).isIn(List.of("apple"), List.of("apple", "since"));
            }
            start();
            assertThat(names()).containsExactly("apple");
            assertThat(names(store.resolve("replaced.db")))
                    .as("what was there before")
                    .contains("since");
            assertThat(left()).isEmpty();
        }
    }
}
