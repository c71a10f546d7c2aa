package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** What was acknowledged survives the loss of all unsynced writes. A kill -9 would not show it: it keeps the page cache. */
class PowerCutTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {11, 23, 47})
    void losesNothingAcknowledged(long seed) throws Exception {
        int cutAfter = 40 + new Random(seed).nextInt(200);
        Outcome outcome = cut(SynchronousMode.FULL, seed, cutAfter, Integer.MAX_VALUE);
        assertThat(outcome.found()).hasSizeGreaterThanOrEqualTo(outcome.acknowledgedBefore());
        assertThat(outcome.found()).isEqualTo(firstNumbers(outcome.found().size()));
        assertThat((long) outcome.found().size())
                .as("at most one more than was acknowledged: the commit that was under way")
                .isLessThanOrEqualTo(outcome.acknowledgedInAll() + 1);
    }

    @Test
    void showsALossWhenCommitsAreNotSynced() throws Exception {
        // few enough that SQLite does not copy its log into the file, and sync it, in between
        Outcome outcome = cut(SynchronousMode.NORMAL, 5, 100, 100);
        assertThat(outcome.found()).as("this test can see a loss").hasSizeLessThan(outcome.acknowledgedBefore());
    }

    private Outcome cut(SynchronousMode mode, long seed, int cutAfter, int rows) throws Exception {
        try (ForgetfulDisk disk = new ForgetfulDisk(directory)) {
            ForgetfulDisk.Switch powerSwitch = disk.powerSwitch();
            Process writer = writer(disk.root(), mode, seed, rows);
            int acknowledgedBefore;
            long acknowledgedInAll;
            try (BufferedReader said = writer.inputReader(StandardCharsets.UTF_8)) {
                for (int row = 1; row <= cutAfter; row++) {
                    assertThat(said.readLine()).as(this::errorsOf).isEqualTo(String.valueOf(row));
                }
                acknowledgedBefore = cutAfter;
                while (said.ready()) {
                    acknowledgedBefore = Integer.parseInt(said.readLine());
                }
                powerSwitch.cut();
                writer.getOutputStream().close();
                // what it says from here on does not count: a sync that the cut overtook may have been answered
                acknowledgedInAll = acknowledgedBefore + said.lines().count();
            } finally {
                writer.destroy();
                assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            disk.powerOn();
            return new Outcome(acknowledgedBefore, acknowledgedInAll, rows(disk.root(), mode));
        }
    }

    private static List<Integer> firstNumbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private Process writer(Path home, SynchronousMode mode, long seed, int rows) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        // not on the disk that is cut: a library mapped from there would crash the process
                        "-Dorg.sqlite.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PowerCutWriter.class.getName(),
                        home.toString(),
                        mode.name(),
                        String.valueOf(seed),
                        String.valueOf(rows))
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private String errorsOf() {
        try {
            return Files.readString(directory.resolve("errors"));
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    private static List<Integer> rows(Path home, SynchronousMode mode) {
        try (SqliteDatabase database = new SqliteDatabase(home, mode)) {
            database.migrate("cut", PowerCutTest.class.getClassLoader(), "cut");
            return database.read(handle -> handle.createQuery("select number from acknowledged order by number")
                    .mapTo(Integer.class)
                    .list());
        }
    }

    private record Outcome(int acknowledgedBefore, long acknowledgedInAll, List<Integer> found) {}
}
