package io.github.migrationconnector.diskstreaming.internal;

import static io.github.migrationconnector.diskstreaming.internal.TestBench.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.source.AscendingAreas;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.TestBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FailureTest {
    private static final int BLOCKS = 100;

    @TempDir
    private Path home;

    private TestBench bench;
    private final byte[] content = TestBlocks.random(1, BLOCKS * BLOCK);
    private final Map<Integer, Integer> failuresOf = new ConcurrentHashMap<>();

    @BeforeEach
    void open() {
        bench = new TestBench(home);
        bench.disk("d", "1", content);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Optional<CompletableFuture<Void>> failing(int index, int times, String code, Retry retry) {
        if (failuresOf.merge(index, 1, Integer::sum) > times) {
            return Optional.empty();
        }
        return Optional.of(CompletableFuture.failedFuture(new Problem(code, "planted", "", retry).asException()));
    }

    @Test
    void triesAgainWhatMayPass() throws Exception {
        bench.watched.beforePut = index -> failing(index, index % 3, "PLANTED", Retry.SOON);
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
        assertThat(bench.kept.blocksPut(result.progress().snapshotId())).isEqualTo(BLOCKS);
    }

    @Test
    void givesUpAfterItsAttempts() {
        bench.watched.beforePut = index -> failing(index, index == 7 ? 99 : 0, "PLANTED", Retry.SOON);
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("PLANTED");
        assertThat(failuresOf).containsEntry(7, 4);
    }

    @Test
    void waitsForAFreePlaceWithoutCounting() throws Exception {
        bench.watched.beforePut = index -> {
            Retry retry = failuresOf.getOrDefault(index, 0) < 20 ? Retry.WHEN_FREE : Retry.SOON;
            return failing(index, index == 7 ? 22 : 0, "PLANTED", retry);
        };
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource(
            value = Retry.class,
            names = {"NEVER", "ON_RESUME"})
    void triesNothingElseAgain(Retry retry) {
        bench.watched.beforePut = index -> failing(index, index == 7 ? 99 : 0, "PLANTED", retry);
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("PLANTED");
        assertThat(failuresOf).containsEntry(7, 1);
    }

    @Test
    void getsThroughAThrottle() throws Exception {
        bench.watched.beforePut = index -> failing(index, 2, SnapshotTarget.THROTTLED, Retry.SOON);
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }

    /** The kernel's own word for a full disk, at the file of the digests and at the small ones. */
    @ParameterizedTest
    @ValueSource(strings = {"digests", "header.properties.new", "result.properties.new"})
    void goesOnWhenAFullDiskHasRoomAgain(String file) throws Exception {
        Path journal = Files.createDirectories(home.resolve("journal/t"));
        Path full = Files.createSymbolicLink(journal.resolve(file), Path.of("/dev/full"));
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d")))
                .isInstanceOfSatisfying(ConnectorException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("DISK_FULL");
                    assertThat(e.problem().retry()).isEqualTo(Retry.WHEN_FREE);
                });
        Files.delete(full);
        TransferResult result = bench.run(TestBench.full("t", "d"));
        assertThat(bench.volume(result, content.length)).isEqualTo(content);
    }

    @Test
    void aJournalThatCannotBeReadIsNotWaitedFor() throws Exception {
        Files.createDirectories(home.resolve("journal/t/digests"));
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d")))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.problem().retry()).isEqualTo(Retry.NEVER));
    }

    @Test
    void tellsAnErrorThatIsNoProblem() {
        bench.watched.beforePut = index -> {
            throw new IllegalStateException("a bug");
        };
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("a bug");
    }

    @Test
    void tellsAnUnknownScheme() {
        assertThatThrownBy(() -> bench.run(new TransferRequest(
                        "t",
                        SourceAddress.parse("floppy:a"),
                        TestBench.full("t", "d").target(),
                        TestBench.full("t", "d").scope(),
                        TestBench.full("t", "d").parent(),
                        TestBench.full("t", "d").snapshot(),
                        TestBench.full("t", "d").limits())))
                .hasMessageContaining("floppy")
                .hasMessageContaining("SCHEME_UNKNOWN");
    }

    @Test
    void completesNothingWhenTheReaderLeavesSomethingOut() {
        bench.disks.put("d", () -> new Lazy(content, false));
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("SOURCE_BROKEN");
        assertThat(bench.watched.completes).hasValue(0);
    }

    @Test
    void completesNothingWhenTheReaderDoesNotFillItsRoom() {
        bench.disks.put("d", () -> new Lazy(content, true));
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).hasMessageContaining("SOURCE_BROKEN");
        assertThat(bench.watched.completes).hasValue(0);
    }

    /** A reader that ends early, or leaves a byte of a room. */
    private record Lazy(byte[] content, boolean leavesAByte) implements DiskReader {
        @Override
        public DiskDescription description() {
            return new DiskDescription("lazy", content.length, Map.of(), List.of());
        }

        @Override
        public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
            for (Extent area : new AscendingAreas(content.length, areas)) {
                long end = leavesAByte ? area.endBytes() : area.endBytes() - BLOCK;
                for (long at = area.offsetBytes(); at < end; ) {
                    var room = sink.room(at, end - at);
                    int length = room.remaining();
                    room.put(content, (int) at, leavesAByte ? length - 1 : length);
                    at += length;
                }
            }
        }

        @Override
        public void close() {}
    }

    @Test
    void failsWhenAPutEndsWithAnError() {
        bench.watched.beforePut = index -> {
            if (index == 50) {
                throw new NoClassDefFoundError("planted");
            }
            return Optional.empty();
        };
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d")))
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessage("planted");
        assertThat(bench.watched.completes).hasValue(0);
    }

    @Test
    void failsWhenTheAnswerToAPutIsAnError() {
        bench.watched.beforePut = index -> index == 50
                ? Optional.of(CompletableFuture.failedFuture(new NoClassDefFoundError("planted")))
                : Optional.empty();
        assertThatThrownBy(() -> bench.run(TestBench.full("t", "d"))).isInstanceOf(NoClassDefFoundError.class);
        assertThat(bench.watched.completes).hasValue(0);
    }
}
