package io.github.migrationconnector.credentialstore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.credential.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of writing: a record is the one that was acknowledged, or the one whose write was under way. */
class KillTest {
    private static final int WRITES = 1000;
    private static final int KILLS = 4;

    @TempDir
    private Path home;

    @Test
    void aThousandWritesAndKillsLoseNothingAcknowledged() throws Exception {
        Random random = new Random(3);
        Map<Integer, Integer> acknowledged = new HashMap<>();
        int next = 0;
        int killed = 0;
        while (next < WRITES || killed < KILLS) {
            int until = next + WRITES / KILLS + random.nextInt(40);
            next = writeAndKill(next, until, acknowledged) + 1;
            killed++;
            Vault vault = new Vault(home, Optional.empty(), new RealDisk());
            for (Map.Entry<Integer, Integer> one : acknowledged.entrySet()) {
                int found = number(vault, one.getKey());
                boolean underWay = found >= next && found % 50 == one.getKey();
                assertThat(found == one.getValue() || underWay)
                        .as("record %d holds %d after %d", one.getKey(), found, one.getValue())
                        .isTrue();
            }
            // what was under way may have been finished; the next writer goes on behind it
            next++;
        }
        assertThat(acknowledged).hasSize(50);
    }

    private static int number(Vault vault, int record) {
        Secret value = vault.get("record-" + record).orElseThrow().get("value");
        return value.reveal(text -> Integer.parseInt(text.substring("value ".length())));
    }

    /** Says which number was acknowledged last. */
    private int writeAndKill(int first, int until, Map<Integer, Integer> acknowledged) throws IOException {
        Process writer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillWriter.class.getName(),
                        home.toString(),
                        Integer.toString(first)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = -1;
        try (BufferedReader said = writer.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = Integer.parseInt(line);
                acknowledged.put(last % 50, last);
                if (last == until) {
                    // not destroyForcibly, which closes the pipe: what was said by then is still read
                    new ProcessBuilder("kill", "-9", Long.toString(writer.pid())).start();
                }
            }
        }
        writer.onExit().join();
        assertThat(last).isGreaterThanOrEqualTo(until);
        return last;
    }
}
