package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.store.StoreBackup;
import io.github.migrationconnector.api.store.StoreState.Restore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Backups of a store in use, the way back to them, and what is refused before anything is changed. */
final class BackupsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00.123Z"), ZoneOffset.UTC);
    private static final Backups.Timing TIMING = new Backups.Timing(CLOCK, System::nanoTime);
    private static final KnownSteps KNOWN = KnownSteps.of(Stream.of("/a/fruit/tables/V2__basket.sql"));
    private static final String OURS = "c-00000000000000001";
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path home;

    @TempDir
    private Path elsewhere;

    private Path store;

    @BeforeEach
    void work() {
        store = home.resolve("store");
        write(home, "tables", "insert into fruit values (1, 'apple')");
        identify(home, OURS);
    }

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
    void anothersIsTakenByForceAlone() throws IOException {
        Path other = Files.createDirectory(elsewhere.resolve("other"));
        write(other, "tables", "insert into fruit values (9, 'quince')");
        identify(other, "c-00000000000000002");
        Path backup = elsewhere.resolve("other.zip");
        carry(other, backup);
        refused("STORE_BACKUP_FOREIGN", () -> backups().restore(backup, false));
        assertThat(left()).isEmpty();

        // put there by hand it is refused too, and the connector runs with what it has
        Files.copy(backup, store.resolve(StoreRestore.REQUESTED_BACKUP));
        StoreRestore start = start();
        assertThat(start.outcome()).isEqualTo(Restore.REFUSED);
        assertThat(start.message()).contains("c-00000000000000002", OURS);
        assertThat(names()).containsExactly("apple");
        assertThat(store.resolve(StoreRestore.REFUSED)).exists();

        backups().restore(backup, true);
        assertThat(start().outcome()).isEqualTo(Restore.DONE);
        assertThat(names()).containsExactly("quince");
    }

    @Test
    void aNewerConnectorsIsRefusedUnlessThisOneCanReadIt() throws IOException {
        Path newer = Files.createDirectory(elsewhere.resolve("newer"));
        write(newer, "unreadable", "insert into fruit (id, title) values (9, 'quince')");
        identify(newer, OURS);
        carry(newer, elsewhere.resolve("newer.zip"));
        refused("STORE_BACKUP_NEWER", () -> backups().restore(elsewhere.resolve("newer.zip"), false));
        refused("STORE_BACKUP_NEWER", () -> backups().restore(elsewhere.resolve("newer.zip"), true));

        Path readable = Files.createDirectory(elsewhere.resolve("readable"));
        write(readable, "readable", "insert into fruit (id, name) values (9, 'quince')");
        identify(readable, OURS);
        carry(readable, elsewhere.resolve("readable.zip"));
        write(home, "tables", "insert into basket values (1, 1)");
        backups().restore(elsewhere.resolve("readable.zip"), false);
        assertThat(start().outcome()).isEqualTo(Restore.DONE);
        assertThat(names()).containsExactly("quince");
    }

    @Test
    void aNewerConnectorsIsRefusedThoughTheStoreIsGoneOrTellsNothing() throws Exception {
        Path newer = Files.createDirectory(elsewhere.resolve("newer"));
        write(newer, "unreadable", "insert into fruit (id, title) values (9, 'quince')");
        carry(newer, elsewhere.resolve("newer.zip"));

        Files.writeString(store.resolve("connector.db"), "damaged");
        Files.copy(elsewhere.resolve("newer.zip"), store.resolve(StoreRestore.FORCED_BACKUP));
        StoreRestore overDamage = start();
        assertThat(overDamage.outcome()).isEqualTo(Restore.REFUSED);
        assertThat(overDamage.message()).contains("0.1.0", "fruit", "Upgrade the connector first");
        assertThat(store.resolve("connector.db")).hasContent("damaged");

        Files.delete(store.resolve("connector.db"));
        Files.copy(elsewhere.resolve("newer.zip"), store.resolve(StoreRestore.REQUESTED_BACKUP));
        assertThat(start().outcome()).isEqualTo(Restore.REFUSED);
        assertThat(store.resolve("connector.db")).doesNotExist();
        assertThat(left()).isEmpty();
    }

    @Test
    void oneThatIsNewerThanTheStoreAndNotThanTheConnectorIsTaken() throws Exception {
        Path newer = Files.createDirectory(elsewhere.resolve("newer"));
        write(newer, "unreadable", "insert into fruit (id, title) values (9, 'quince')");
        identify(newer, OURS);
        carry(newer, elsewhere.resolve("newer.zip"));
        Files.copy(elsewhere.resolve("newer.zip"), store.resolve(StoreRestore.REQUESTED_BACKUP));
        // an upgraded connector's first start: its own steps have not been made yet
        StoreRestore start = new StoreRestore(
                store.resolve("connector.db"), () -> KnownSteps.of(Stream.of("/a/fruit/tables/V3__title.sql")));
        start.carryOut();
        assertThat(start.outcome()).isEqualTo(Restore.DONE);
    }

    @Test
    void oneOfAnOwnerThatWasSwappedForANewerOneMeanwhileIsTaken() throws Exception {
        Path newer = Files.createDirectory(elsewhere.resolve("newer"));
        write(newer, "unreadable", "insert into fruit (id, title) values (9, 'quince')");
        identify(newer, OURS);
        carry(newer, elsewhere.resolve("newer.zip"));
        List<String> scripts = new ArrayList<>(List.of("/a/fruit/tables/V2__basket.sql"));
        Path database = store.resolve("connector.db");
        Backups backups = new Backups(
                database, new StoreRestore(database, () -> KnownSteps.of(scripts.stream())), "0.1.0", TIMING);
        refused("STORE_BACKUP_NEWER", () -> backups.restore(elsewhere.resolve("newer.zip"), false));
        scripts.add("/a/fruit/tables/V3__title.sql");
        backups.restore(elsewhere.resolve("newer.zip"), false);
        assertThat(backups.state().restore()).isEqualTo(Restore.WAITING);
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
    void noRoomAndNoRightAreNoDamage() throws IOException {
        Path backup = elsewhere.resolve("backup.zip");
        carry(backup);
        refused("STORE_COPY_FAILED", () -> BackupArchive.extract(backup, elsewhere.resolve("none/draft.db")));

        Path huge = elsewhere.resolve("huge.zip");
        try (OutputStream out = Files.newOutputStream(huge)) {
            BackupArchive.write(
                    new BackupManifest("", "", Instant.EPOCH, Long.MAX_VALUE, "0".repeat(64)),
                    Files.write(elsewhere.resolve("small.db"), new byte[512]),
                    out);
        }
        refused("STORE_COPY_FAILED", () -> BackupArchive.extract(huge, elsewhere.resolve("draft.db")));
    }

    @Test
    void noByteOfItCanChangeUnseen() throws IOException {
        Path backup = elsewhere.resolve("backup.zip");
        carry(backup);
        byte[] whole = Files.readAllBytes(backup);
        Path draft = elsewhere.resolve("draft.db");
        BackupManifest manifest = BackupArchive.extract(backup, draft);
        byte[] database = Files.readAllBytes(draft);
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            byte[] changed = whole.clone();
            if (random.nextInt(4) == 0) {
                changed = Arrays.copyOf(changed, random.nextInt(changed.length));
            } else {
                for (int change = random.nextInt(3); change >= 0; change--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
            }
            Path file = Files.write(elsewhere.resolve("changed.zip"), changed);
            try {
                BackupManifest read = BackupArchive.extract(file, draft);
                // the names, times and the directory at the end of the ZIP are not what it is about
                assertThat(read.sha256()).isEqualTo(manifest.sha256());
                assertThat(Files.readAllBytes(draft)).isEqualTo(database);
            } catch (ConnectorException problem) {
                assertThat(problem.problem().code()).isEqualTo("STORE_BACKUP_DAMAGED");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void anArchiveThatSwellsIsCutAtWhatItsManifestSays() throws IOException {
        Path database = Files.write(elsewhere.resolve("zeros.db"), new byte[1 << 20]);
        Path file = elsewhere.resolve("swollen.zip");
        BackupManifest small = new BackupManifest("", "", Instant.EPOCH, 512, "0".repeat(64));
        try (OutputStream out = Files.newOutputStream(file)) {
            BackupArchive.write(small, database, out);
        }
        Path draft = elsewhere.resolve("draft.db");
        refused("STORE_BACKUP_DAMAGED", () -> BackupArchive.extract(file, draft));
        assertThat(Files.size(draft)).isLessThanOrEqualTo(512);
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

    /** What a start does before it opens the store. */
    private StoreRestore start() {
        StoreRestore restore = new StoreRestore(store.resolve("connector.db"), () -> KNOWN);
        restore.carryOut();
        return restore;
    }

    private Backups backups() {
        return new Backups(
                store.resolve("connector.db"),
                new StoreRestore(store.resolve("connector.db"), () -> KNOWN),
                "0.1.0",
                TIMING);
    }

    private boolean carry(Path backup) throws IOException {
        return carry(home, backup);
    }

    private static boolean carry(Path home, Path backup) throws IOException {
        Path database = SqliteDatabase.fileIn(home);
        Backups backups = new Backups(database, new StoreRestore(database, () -> KNOWN), "0.1.0", TIMING);
        try (StoreBackup made = backups.make();
                OutputStream out = Files.newOutputStream(backup)) {
            made.writeTo(out);
        }
        return true;
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ConnectorException.class, problem -> assertThat(
                        problem.problem().code())
                .isEqualTo(code));
    }

    private static void write(Path home, String tables, String statement) {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            database.migrate("fruit", BackupsTest.class.getClassLoader(), tables);
            database.write(handle -> handle.execute(statement));
        }
    }

    /** As its owner's tables have it. */
    private static void identify(Path home, String id) {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            database.write(handle -> {
                handle.execute("create table registration_identity (only_one integer primary key, id text not null)");
                return handle.execute("insert into registration_identity values (1, ?)", id);
            });
        }
    }

    private List<String> names() {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            return database.read(handle -> handle.createQuery("select name from fruit order by id")
                    .mapTo(String.class)
                    .list());
        }
    }

    private static List<String> names(Path database) throws Exception {
        try (Connection connection = SqliteCopy.readOnly(database)) {
            return Jdbi.create(connection).withHandle(handle -> handle.createQuery("select name from fruit order by id")
                    .mapTo(String.class)
                    .list());
        }
    }

    /** Requests and drafts. */
    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".") || name.startsWith("restore"))
                    .filter(name -> !name.equals(StoreRestore.REFUSED))
                    .toList();
        }
    }
}
