package io.github.migrationconnector.autoupgrade.internal.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in logs that grow, and that begin anew. */
final class LogWatchTest {
    private static final String ERROR =
            "{\"time\":\"2026-11-24T18:29:13.162Z\",\"level\":\"ERROR\",\"logger\":\"a.B\",\"message\":\"it burnt\"}\n";
    private static final String PLAIN = "2026-11-24T18:29:13.162Z ERROR [main] a.B: it burnt\n";
    private static final String QUOTING =
            "{\"time\":\"2026-11-24T18:29:13.162Z\",\"level\":\"INFO\",\"message\":\"\\\"level\\\":\\\"ERROR\\\"\"}\n";

    @ParameterizedTest
    @ValueSource(strings = {ERROR, PLAIN})
    void seesErrorsSinceItBegan(String error, @TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, error);
        LogWatch watch = LogWatch.fromNow(directory);
        Files.writeString(log, QUOTING, StandardOpenOption.APPEND);
        assertThat(watch.firstError()).isEmpty();
        Files.writeString(log, error, StandardOpenOption.APPEND);
        assertThat(watch.firstError()).contains(error.strip());
        assertThat(watch.firstError()).isEmpty();
        Files.writeString(log, error);
        assertThat(watch.firstError()).isPresent();
    }

    @Test
    void seesThemInTheFileOfEachArea(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("connector.log"), ERROR);
        LogWatch watch = LogWatch.fromNow(directory);
        Files.writeString(directory.resolve("replication.log"), ERROR);
        assertThat(watch.firstError()).isPresent();
    }

    @Test
    void seesOneHoweverMuchWasWrittenSinceTheLastLook(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, "");
        LogWatch watch = LogWatch.fromNow(directory);
        String much = QUOTING.repeat((3 << 20) / QUOTING.length());
        Files.writeString(log, much + ERROR + much);
        assertThat(watch.firstError()).contains(ERROR.strip());
        assertThat(watch.firstError()).isEmpty();
        Files.writeString(log, ERROR, StandardOpenOption.APPEND);
        assertThat(watch.firstError()).isPresent();
    }

    @Test
    void seesOneThatIsWrittenInTwoParts(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, "");
        LogWatch watch = LogWatch.fromNow(directory);
        Files.writeString(log, QUOTING + ERROR.substring(0, 20), StandardOpenOption.APPEND);
        assertThat(watch.firstError()).isEmpty();
        Files.writeString(log, ERROR.substring(20), StandardOpenOption.APPEND);
        assertThat(watch.firstError()).contains(ERROR.strip());
    }

    @Test
    void readsOnBehindALineWithoutAnEnd(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, "");
        LogWatch watch = LogWatch.fromNow(directory);
        Files.writeString(log, "x".repeat(5 << 20) + "\n" + ERROR);
        assertThat(watch.firstError()).contains(ERROR.strip());
    }

    private static String line(int number) {
        return QUOTING.replace("INFO", "INFO\",\"n\":\"" + number);
    }

    private static void pack(Path log, Path packed) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(log, out);
        }
    }

    @Test
    void seesOneAtTheBeginningOfALogThatOutgrewTheOneBefore(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, line(1) + line(2));
        LogWatch watch = LogWatch.fromNow(directory);
        Files.move(log, directory.resolve("connector.log4711.tmp"));
        Files.writeString(log, line(3) + ERROR + line(4).repeat(50));
        assertThat(watch.firstError()).contains(ERROR.strip());
        assertThat(watch.firstError()).isEmpty();
    }

    @Test
    void seesOneAtTheEndOfALogThatWasPackedSince(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, ERROR.replace("burnt", "burnt before") + line(1));
        Path before = directory.resolve("connector.2026-11-23.0.log.gz");
        pack(log, before);
        LogWatch watch = LogWatch.fromNow(directory);
        Files.writeString(log, line(2) + ERROR, StandardOpenOption.APPEND);
        pack(log, directory.resolve("connector.2026-11-24.0.log.gz"));
        Files.writeString(log, line(3).repeat(50));
        assertThat(watch.firstError()).contains(ERROR.strip());
        assertThat(watch.firstError()).isEmpty();
    }

    @Test
    void waitsForALogThatIsBeingPacked(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, line(1));
        LogWatch watch = LogWatch.fromNow(directory);
        StringBuilder lines = new StringBuilder();
        for (int n = 2; n < 5000; n++) {
            lines.append(line(n * 7919));
        }
        Files.writeString(log, lines + ERROR, StandardOpenOption.APPEND);
        Path packed = directory.resolve("connector.2026-11-24.0.log.gz");
        pack(log, packed);
        byte[] whole = Files.readAllBytes(packed);
        Files.delete(log);
        for (int bytes : new int[] {0, 5, whole.length / 2}) {
            Files.write(packed, Arrays.copyOf(whole, bytes));
            assertThat(watch.firstError()).isEmpty();
        }
        Files.write(packed, whole);
        assertThat(watch.firstError()).contains(ERROR.strip());
        assertThat(watch.firstError()).isEmpty();
    }

    @Test
    void looksAwayWhileAnOldBundleStops(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, QUOTING);
        LogWatch watch = LogWatch.fromNow(directory);
        watch.lookAway();
        Files.writeString(log, ERROR, StandardOpenOption.APPEND);
        watch.lookAgain();
        assertThat(watch.firstError()).isEmpty();
        Files.writeString(log, ERROR, StandardOpenOption.APPEND);
        watch.lookAway();
        watch.lookAgain();
        assertThat(watch.firstError()).as("before it looked away").contains(ERROR.strip());
        assertThat(watch.firstError()).isEmpty();
    }

    /** As the framework's log service does: on a thread of its own, with the time at which it was said. */
    @ParameterizedTest
    @ValueSource(strings = {ERROR, PLAIN})
    void anOldBundlesErrorThatIsWrittenWhenItLooksAgainIsTheOldOnes(String error, @TempDir Path directory)
            throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, QUOTING);
        Iterator<Instant> times = Stream.of("13.100", "13.163", "13.200", "13.300")
                .map(second -> Instant.parse("2026-11-24T18:29:" + second + "Z"))
                .iterator();
        LogWatch watch = LogWatch.fromNow(directory, Files::newInputStream, times::next);
        for (int bundle = 0; bundle < 2; bundle++) {
            watch.lookAway();
            watch.lookAgain();
        }
        Files.writeString(log, error, StandardOpenOption.APPEND);
        assertThat(watch.firstError()).isEmpty();
        // between the two
        String between = error.replace("13.162", "13.163");
        Files.writeString(log, between, StandardOpenOption.APPEND);
        assertThat(watch.firstError()).contains(between.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {ERROR, PLAIN})
    void seesWhatWasLoggedSinceAMomentInThePast(String error, @TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("connector.log"), error);
        assertThat(LogWatch.since(directory, Instant.parse("2026-11-24T18:29:14Z"))
                        .firstError())
                .isEmpty();
        assertThat(LogWatch.since(directory, Instant.parse("2026-11-24T18:29:13.500Z"))
                        .firstError())
                .as("what was logged before, in the same second")
                .isEmpty();
        assertThat(LogWatch.since(directory, Instant.parse("2026-11-24T18:29:13.100Z"))
                        .firstError())
                .contains(error.strip());
    }

    /** A bundle set has some dozens of bundles, and logs of some dozens of MiB: each stop may read what is new, not all. */
    @Test
    void readsNothingASecondTime(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, QUOTING.repeat((4 << 20) / QUOTING.length()));
        AtomicLong read = new AtomicLong();
        LogWatch watch =
                LogWatch.fromNow(directory, path -> counted(Files.newInputStream(path), read), InstantSource.system());
        assertThat(read).as("what was there before").hasValueGreaterThanOrEqualTo(Files.size(log));
        read.set(0);
        for (int bundle = 0; bundle < 10; bundle++) {
            watch.lookAway();
            Files.writeString(log, ERROR, StandardOpenOption.APPEND);
            watch.lookAgain();
        }
        assertThat(watch.firstError()).isEmpty();
        assertThat(read).hasValueLessThan(Files.size(log));
        Files.writeString(log, ERROR, StandardOpenOption.APPEND);
        assertThat(watch.firstError()).contains(ERROR.strip());
    }

    private static InputStream counted(InputStream in, AtomicLong read) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = super.read(into, offset, length);
                read.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }

    /** What is half replaced must not stay so because of a log; the gate hears of it. */
    @Test
    void keepsThatALogIsUnreadableForTheNextLook(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("connector.log"), QUOTING);
        LogWatch watch = LogWatch.fromNow(directory);
        Path unreadable = Files.createDirectory(directory.resolve("a.log"));
        watch.lookAway();
        watch.lookAgain();
        Files.delete(unreadable);
        assertThatThrownBy(watch::firstError).isInstanceOf(UncheckedIOException.class);
        assertThat(watch.firstError()).isEmpty();
    }
}
