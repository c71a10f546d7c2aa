package io.github.migrationconnector.diskstreaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.source.RandomDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that streams a file into a directory is killed, again and again, and goes on each time. */
@Timeout(180)
class KillTest {
    private static final int CAPACITY_BYTES = 120 * 512 * 1024 - 77;

    @TempDir
    private Path folder;

    private Path log() {
        return folder.resolve("puts.log");
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledStream.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
    }

    private List<String> lines() throws IOException {
        return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
    }

    /** The indexes of the lines that begin with a letter, from a line on. */
    private static List<Integer> indexes(List<String> lines, int from, String letter) {
        return lines.subList(from, lines.size()).stream()
                .filter(line -> line.startsWith(letter + " "))
                .map(line -> Integer.parseInt(line.substring(2)))
                .toList();
    }

    @Test
    void sendsNothingAgainThatWasAcknowledged() throws Exception {
        long seed = 20260401;
        Random random = new Random(seed);
        byte[] content = new RandomDisk(seed, CAPACITY_BYTES).content();
        Files.write(folder.resolve("disk.img"), content);
        Set<Integer> acknowledged = new HashSet<>();
        int seen = 0;
        for (int kill = 0; kill < 4; kill++) {
            // counted in what was put, not in time: the first kill may come before the first block
            int puts = kill == 0 ? 0 : 1 + random.nextInt(18);
            Process child = start();
            while (indexes(lines(), seen, "A").size() < puts) {
                assertThat(child.isAlive()).as(() -> childLog()).isTrue();
                Thread.onSpinWait();
            }
            child.destroyForcibly().waitFor();
            List<String> lines = lines();
            Set<Integer> again = new HashSet<>(indexes(lines, seen, "S"));
            again.retainAll(acknowledged);
            assertThat(again).as("seed %d, kill %d", seed, kill).isEmpty();
            acknowledged.addAll(indexes(lines, seen, "A"));
            seen = lines.size();
        }
        assertThat(acknowledged).isNotEmpty();
        Process last = start();
        assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(() -> childLog()).isZero();
        assertThat(indexes(lines(), seen, "S")).isNotEmpty().doesNotContainAnyElementsOf(acknowledged);
        assertThat(image()).startsWith(content);
    }

    private byte[] image() throws IOException {
        List<Path> images = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            files.filter(file -> file.endsWith("blocks")).forEach(images::add);
        }
        assertThat(images).as("one snapshot through all kills").hasSize(1);
        byte[] image = Files.readAllBytes(images.get(0));
        // a hole at the end of the disk is a hole at the end of the file
        return Arrays.copyOf(image, Math.max(image.length, CAPACITY_BYTES));
    }

    private String childLog() {
        try {
            return Files.readString(folder.resolve("child.log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
