package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** What was acknowledged survives the loss of all unsynced writes. A kill -9 would not show it: it keeps the page cache. */
class PowerCutTest {
    private static final int ROWS = 100;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {11, 23, 47})
    void losesNothingAcknowledged(long seed) throws Exception {
        Optional<ForgetfulDisk> disk = ForgetfulDisk.made(directory);
        if (disk.isEmpty()) {
            assertThat(syncsOfTheLog(SynchronousMode.FULL, seed, ROWS)).isGreaterThanOrEqualTo(ROWS);
            return;
        }
        int cutAfter = 40 + new Random(seed).nextInt(200);
        Outcome outcome = cut(disk.get(), SynchronousMode.FULL, seed, cutAfter);
        assertThat(outcome.found()).hasSizeGreaterThanOrEqualTo(outcome.acknowledgedBefore());
        assertThat(outcome.found()).isEqualTo(firstNumbers(outcome.found().size()));
        assertThat((long) outcome.found().size())
                .as("at most one more than was acknowledged: the commit that was under way")
                .isLessThanOrEqualTo(outcome.acknowledgedInAll() + 1);
    }

    @Test
    void showsALossWhenCommitsAreNotSynced() throws Exception {
        Optional<ForgetfulDisk> disk = ForgetfulDisk.made(directory);
        if (disk.isEmpty()) {
            assertThat(syncsOfTheLog(SynchronousMode.NORMAL, 5, ROWS)).isLessThan(ROWS);
            return;
        }
        Outcome outcome = cut(disk.get(), SynchronousMode.NORMAL, 5, ROWS);
        assertThat(outcome.found()).as("this test can see a loss").hasSizeLessThan(outcome.acknowledgedBefore());
    }

    private Outcome cut(ForgetfulDisk made, SynchronousMode mode, long seed, int cutAfter) throws Exception {
        try (ForgetfulDisk disk = made) {
            // without syncs, few enough that SQLite does not copy its log into the file, and sync it, before the cut
            int rows = mode == SynchronousMode.NORMAL ? cutAfter : Integer.MAX_VALUE;
            ForgetfulDisk.Switch powerSwitch = disk.powerSwitch();
            Process writer = writer(List.of(), disk.root(), mode, seed, rows);
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

    /** How often the log was synced while so many rows were committed, as the kernel was asked. */
    private long syncsOfTheLog(SynchronousMode mode, long seed, int rows) throws Exception {
        Path home = Files.createDirectory(directory.resolve("home"));
        Path trace = directory.resolve("trace");
        List<String> tracer = List.of("strace", "-f", "-y", "-e", "trace=fdatasync,fsync", "-o", trace.toString());
        Process writer;
        try {
            writer = writer(tracer, home, mode, seed, rows);
        } catch (IOException absent) {
            throw new AssertionError("strace is missing: apt-get install strace", absent);
        }
        writer.getOutputStream().close();
        try (BufferedReader said = writer.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.lines().count()).as(this::errorsOf).isEqualTo(rows);
        }
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        try (Stream<String> calls = Files.lines(trace)) {
            return calls.filter(call -> call.contains("connector.db-wal>") && call.endsWith("= 0"))
                    .count();
        }
    }

    private Process writer(List<String> tracer, Path home, SynchronousMode mode, long seed, int rows)
            throws IOException {
        List<String> command = new ArrayList<>(tracer);
        command.addAll(List.of(
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
                String.valueOf(rows)));
        return new ProcessBuilder(command)
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
