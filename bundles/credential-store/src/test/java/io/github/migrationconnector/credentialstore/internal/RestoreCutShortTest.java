package io.github.migrationconnector.credentialstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.credentialstore.internal.SimulatedDisk.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore is made or not made, wherever it is cut short: no store is left with some records of then and some of now. */
class RestoreCutShortTest {
    private static final Secret PASSPHRASE = Secret.of("a long backup passphrase");
    private static final List<String> IDS = List.of("aws", "proxy", "vcenter");

    @TempDir
    private Path directory;

    private byte[] backup;
    private int homes;

    @BeforeEach
    void backUp() throws IOException {
        Vault other = new Vault(Files.createDirectory(directory.resolve("other")), Optional.empty(), new RealDisk());
        fill(other, "then");
        backup = other.backup(PASSPHRASE);
    }

    private static void fill(Vault vault, String value) {
        IDS.forEach(id -> vault.put(id, Map.of("value", Secret.of(value))));
    }

    private static Set<String> values(Vault vault) {
        Set<String> values = new TreeSet<>();
        IDS.forEach(id -> values.add(vault.get(id).orElseThrow().get("value").reveal(text -> text)));
        return values;
    }

    private Path freshHome() throws IOException {
        return Files.createDirectory(directory.resolve("home" + homes++));
    }

    @Test
    void thePowerMayGoAtAnyStep() throws IOException {
        Set<String> met = new TreeSet<>();
        boolean whole = false;
        for (int steps = 0; !whole; steps++) {
            Path home = freshHome();
            SimulatedDisk disk = new SimulatedDisk(Step.NONE, steps);
            DiskThatEnds ending = new DiskThatEnds(disk);
            ending.left = Integer.MAX_VALUE;
            Vault vault = new Vault(home, Optional.empty(), ending);
            fill(vault, "now");
            ending.left = steps;
            whole = restores(vault);
            disk.powerCut();
            Vault again = new Vault(home, Optional.empty(), disk);
            Set<String> read = values(again);
            assertThat(read).as("cut at step %d", steps).hasSize(1);
            again.finishRotation();
            assertThat(values(again)).isEqualTo(read);
            assertThat(home.resolve("credentials/restore.json")).doesNotExist();
            met.addAll(read);
            assertThat(whole && !read.equals(Set.of("then")))
                    .as("acknowledged and lost")
                    .isFalse();
        }
        assertThat(met)
                .as("cut before and behind the instant in which it is made")
                .containsExactly("now", "then");
    }

    private boolean restores(Vault vault) {
        try {
            vault.restore(backup, PASSPHRASE);
            return true;
        } catch (ConnectorException cut) {
            return false;
        }
    }

    @Test
    void recordByRecordWouldBeSeen() throws IOException {
        Path home = freshHome();
        SimulatedDisk disk = new SimulatedDisk(Step.NONE, 1);
        Vault vault = new Vault(home, Optional.empty(), disk);
        fill(vault, "now");
        vault.put(IDS.get(0), Map.of("value", Secret.of("then")));
        disk.powerCut();
        assertThat(values(new Vault(home, Optional.empty(), disk))).hasSize(2);
    }

    @Test
    void aFullDiskLeavesARestoreThatIsReadAndFinishedLater() throws IOException {
        Path home = freshHome();
        DiskThatEnds disk = new DiskThatEnds(new RealDisk());
        disk.left = Integer.MAX_VALUE;
        Vault vault = new Vault(home, Optional.empty(), disk);
        fill(vault, "now");
        // the restore's own file has five steps, a record too
        disk.left = 8;
        assertThat(restores(vault)).isFalse();
        assertThat(values(vault)).containsExactly("then");
        assertThatThrownBy(() -> vault.put("aws", Map.of("value", Secret.of("new"))))
                .hasMessageContaining("CREDENTIAL_STORE_UNWRITABLE");
        disk.left = Integer.MAX_VALUE;
        vault.put("aws", Map.of("value", Secret.of("new")));
        assertThat(values(vault)).containsExactly("new", "then");
        assertThat(home.resolve("credentials/restore.json")).doesNotExist();
    }

    @Test
    void aDamagedRestoreIsNamedAndOpensNothing() throws IOException {
        Path home = freshHome();
        Vault vault = new Vault(home, Optional.empty(), new RealDisk());
        fill(vault, "now");
        Files.writeString(home.resolve("credentials/restore.json"), "{\"format\":1,\"records\":{\"aws\":");
        assertThatThrownBy(() -> vault.get("aws"))
                .hasMessageContaining("CREDENTIAL_RESTORE_DAMAGED")
                .hasMessageContaining("restore.json");
        assertThatThrownBy(vault::rotate).hasMessageContaining("CREDENTIAL_RESTORE_DAMAGED");
    }
}
