package io.github.migrationconnector.credentialstore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.credentialstore.internal.SimulatedDisk.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was acknowledged is there after the power was cut, with every unsynced write dropped. */
class PowerCutTest {
    private static final int WRITES = 1000;

    @TempDir
    private Path directory;

    @Test
    void losesNothingThatWasAcknowledged() throws IOException {
        assertThat(lost(Step.NONE)).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"SYNC", "SYNC_DIRECTORY"})
    void aSyncLeftOutIsSeen(Step leftOut) {
        assertThatThrownBy(() -> assertThat(lost(leftOut)).isZero())
                .isInstanceOfAny(AssertionError.class, ConnectorException.class);
    }

    /** How many of the values that were acknowledged are not there after cuts in between. */
    private int lost(Step leftOut) throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        SimulatedDisk disk = new SimulatedDisk(leftOut, 7);
        Random random = new Random(11);
        Map<String, String> acknowledged = new HashMap<>();
        Vault vault = new Vault(home, Optional.empty(), disk);
        int lost = 0;
        for (int write = 0; write < WRITES && lost == 0; write++) {
            String id = "record-" + random.nextInt(40);
            if (random.nextInt(20) == 0) {
                vault.remove(id);
                acknowledged.remove(id);
            } else {
                vault.put(id, Map.of("value", Secret.of("value " + write)));
                acknowledged.put(id, "value " + write);
            }
            if (random.nextInt(300) == 0) {
                vault.rotate();
            }
            if (random.nextInt(50) == 0) {
                disk.powerCut();
                vault = new Vault(home, Optional.empty(), disk);
                lost += missing(vault, acknowledged);
            }
        }
        return lost;
    }

    private static int missing(Vault vault, Map<String, String> acknowledged) {
        int missing = 0;
        for (Map.Entry<String, String> one : acknowledged.entrySet()) {
            boolean there = vault.get(one.getKey())
                    .filter(fields -> fields.get("value").matches(Secret.of(one.getValue())))
                    .isPresent();
            missing += there ? 0 : 1;
        }
        return missing;
    }
}
