package io.github.migrationconnector.diskstreaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.metrics.Counted;
import io.github.migrationconnector.api.metrics.Label;
import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.metrics.Timed;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.target.SnapshotTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TransferFiguresTest {
    private final Counts counts = new Counts();

    private static final class Counts implements Metrics {
        private final Map<String, Double> counted = new TreeMap<>();
        private final Map<String, Integer> timed = new TreeMap<>();

        private static String name(Enum<?> what, Label... labels) {
            return what + Arrays.stream(labels).map(Label::value).collect(Collectors.joining(",", "{", "}"));
        }

        @Override
        public void count(Counted what, double amount, Label... labels) {
            assertThat(labels).hasSameSizeAs(what.labels());
            counted.merge(name(what, labels), amount, Double::sum);
        }

        @Override
        public void took(Timed what, Duration time, Label... labels) {
            assertThat(labels).hasSameSizeAs(what.labels());
            timed.merge(name(what, labels), 1, Integer::sum);
        }

        @Override
        public String exposition() {
            throw new UnsupportedOperationException();
        }
    }

    /** Fails at each use. */
    private record Broken(Throwable failure) implements Metrics {
        private void fail() {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public void count(Counted what, double amount, Label... labels) {
            fail();
        }

        @Override
        public void took(Timed what, Duration time, Label... labels) {
            fail();
        }

        @Override
        public String exposition() {
            throw new UnsupportedOperationException();
        }
    }

    private static TransferProgress at(TransferStage stage, long put, long zero, long unchanged) {
        return new TransferProgress(stage, "snap-1", 512, 100, put + zero + unchanged, put, zero, unchanged);
    }

    private ProgressListener listener(ReadScope scope, Parent parent) {
        return new TransferFigures(() -> Optional.of(counts), TestBench.request("t-1", "disk", scope, parent))
                .before(progress -> {
                    // the caller's own
                });
    }

    @Test
    void countsWhatThisAttemptHasDoneAlone() {
        ProgressListener listener = listener(new ReadScope.WholeDisk(), new Parent.Nothing());
        listener.progress(at(TransferStage.PREPARING, 0, 0, 0));
        listener.progress(at(TransferStage.STREAMING, 10, 5, 0));
        listener.progress(at(TransferStage.STREAMING, 12, 5, 0));
        listener.progress(at(TransferStage.COMPLETING, 20, 6, 0));
        listener.progress(at(TransferStage.DONE, 20, 6, 0));
        assertThat(counts.counted)
                .isEqualTo(Map.of(
                        "BYTES_PUT{full,other}",
                        5120.0,
                        "BLOCKS{full,other,put}",
                        10.0,
                        "BLOCKS{full,other,zero}",
                        1.0));
        assertThat(counts.timed).isEqualTo(Map.of("TRANSFER{full,other}", 1));
    }

    @Test
    void aTransferThatWasDoneBeforeCountsNothing() {
        ProgressListener listener = listener(new ReadScope.WholeDisk(), new Parent.Nothing());
        listener.progress(at(TransferStage.PREPARING, 0, 0, 0));
        listener.progress(at(TransferStage.DONE, 20, 6, 0));
        assertThat(counts.counted).isEmpty();
        assertThat(counts.timed).isEmpty();
    }

    @Test
    void tellsTheWaysApart() {
        ReadScope changed = new ReadScope.Changed(List.of(new Extent(0, 512)));
        Parent parent = new Parent.Snapshot("snap-0", "");
        for (ProgressListener listener :
                List.of(listener(changed, parent), listener(new ReadScope.WholeDisk(), parent))) {
            listener.progress(at(TransferStage.STREAMING, 0, 0, 0));
            listener.progress(at(TransferStage.STREAMING, 1, 0, 2));
        }
        assertThat(counts.counted.keySet())
                .contains("BLOCKS{changed,other,unchanged}", "BLOCKS{compare,other,unchanged}");
    }

    @Test
    void timesWhatIsAcknowledgedAndCountsWhatFails() {
        TransferFigures figures = new TransferFigures(() -> Optional.of(counts), TestBench.full("t-1", "disk"));
        CompletableFuture<Void> put = new CompletableFuture<>();
        CompletableFuture<Void> timed = figures.timed(put);
        assertThat(counts.timed).isEmpty();
        put.complete(null);
        assertThat(timed).isDone();
        CompletableFuture<Void> failed =
                figures.timed(CompletableFuture.failedFuture(new IllegalStateException("planted")));
        assertThat(failed).isCompletedExceptionally();
        assertThat(counts.timed).isEqualTo(Map.of("PUT{other}", 1));
        figures.failed(Problem.passing(SnapshotTarget.THROTTLED, "", ""));
        figures.failed(Problem.passing("AWS_UNAVAILABLE", "", ""));
        assertThat(counts.counted)
                .isEqualTo(Map.of("PUT_RETRIES{other,throttled}", 1.0, "PUT_RETRIES{other,other}", 1.0));
    }

    @Test
    void whoeverCountsMayFailAndAllGoesOn() {
        for (Throwable failure : List.of(new IllegalStateException("planted"), new NoClassDefFoundError("planted"))) {
            TransferFigures figures =
                    new TransferFigures(() -> Optional.of(new Broken(failure)), TestBench.full("t-1", "disk"));
            assertThat(figures.timed(CompletableFuture.completedFuture(null))).isCompleted();
            figures.failed(Problem.passing("AWS_UNAVAILABLE", "", ""));
            List<TransferStage> told = new ArrayList<>();
            ProgressListener listener = figures.before(progress -> told.add(progress.stage()));
            listener.progress(at(TransferStage.STREAMING, 0, 0, 0));
            listener.progress(at(TransferStage.STREAMING, 1, 0, 0));
            listener.progress(at(TransferStage.DONE, 1, 0, 0));
            assertThat(told).containsExactly(TransferStage.STREAMING, TransferStage.STREAMING, TransferStage.DONE);
        }
    }

    @Test
    void countsWithWhoeverIsThereWhenAPutIsAcknowledged() {
        AtomicReference<Optional<Metrics>> now = new AtomicReference<>(Optional.empty());
        TransferFigures figures = new TransferFigures(now::get, TestBench.full("t-1", "disk"));
        CompletableFuture<Void> put = new CompletableFuture<>();
        CompletableFuture<Void> timed = figures.timed(put);
        now.set(Optional.of(counts));
        put.complete(null);
        assertThat(timed).isCompleted();
        assertThat(counts.timed).isEqualTo(Map.of("PUT{other}", 1));
    }

    @Test
    void nobodyCountsAndAllGoesOn() {
        TransferFigures figures = new TransferFigures(Optional::empty, TestBench.full("t-1", "disk"));
        CompletableFuture<Void> put = CompletableFuture.completedFuture(null);
        assertThat(figures.timed(put)).isCompleted();
        figures.failed(Problem.passing("AWS_UNAVAILABLE", "", ""));
    }
}
