package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.store.StoreState.Restore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Backups that are not taken: another connector's, a newer one's, and damaged ones. */
final class RefusedBackupsTest extends BackupRig {
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
}
