package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.metrics.Counted;
import io.github.migrationconnector.api.metrics.Label;
import io.github.migrationconnector.api.metrics.Label.Cause;
import io.github.migrationconnector.api.metrics.Label.Fate;
import io.github.migrationconnector.api.metrics.Label.Target;
import io.github.migrationconnector.api.metrics.Label.Way;
import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.metrics.Timed;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.target.SnapshotTarget;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted of one transfer: only what this attempt has done, not what an earlier one had. */
final class TransferFigures {
    private static final Logger LOG = LoggerFactory.getLogger(TransferFigures.class);

    private final Supplier<Optional<Metrics>> metrics;
    private final Way way;
    private final Target target;
    private final long begunNanos = System.nanoTime();

    /** What was counted last; empty until blocks are streamed. */
    private Optional<TransferProgress> counted = Optional.empty();

    TransferFigures(Supplier<Optional<Metrics>> metrics, TransferRequest request) {
        this.metrics = metrics;
        this.way = way(request);
        this.target = Target.of(request.target().scheme());
    }

    private static Way way(TransferRequest request) {
        if (request.scope() instanceof ReadScope.Changed) {
            return Way.CHANGED;
        }
        return request.parent() instanceof Parent.Nothing ? Way.FULL : Way.COMPARE;
    }

    /** Counts what passes by on its way to a listener. */
    ProgressListener before(ProgressListener listener) {
        return progress -> {
            count(progress);
            listener.progress(progress);
        };
    }

    private synchronized void count(TransferProgress now) {
        if (counted.isEmpty()) {
            // a transfer that goes on begins to stream with what it has decided before; one that is done never does
            counted = Optional.of(now).filter(progress -> progress.stage() == TransferStage.STREAMING);
            return;
        }
        TransferProgress last = counted.get();
        counted = Optional.of(now);
        note(meter -> {
            blocks(meter, now.blocksPut() - last.blocksPut(), Fate.PUT);
            blocks(meter, now.blocksZero() - last.blocksZero(), Fate.ZERO);
            blocks(meter, now.blocksUnchanged() - last.blocksUnchanged(), Fate.UNCHANGED);
            meter.count(Counted.BYTES_PUT, (double) Math.max(0, now.bytesPut() - last.bytesPut()), way, target);
            if (now.stage() == TransferStage.DONE && last.stage() != TransferStage.DONE) {
                meter.took(Timed.TRANSFER, Duration.ofNanos(System.nanoTime() - begunNanos), way, target);
            }
        });
    }

    private void blocks(Metrics meter, long more, Label fate) {
        if (more > 0) {
            meter.count(Counted.BLOCKS, (double) more, way, target, fate);
        }
    }

    /** A put that failed. */
    void failed(Problem problem) {
        Cause cause = problem.code().equals(SnapshotTarget.THROTTLED) ? Cause.THROTTLED : Cause.OTHER;
        note(meter -> meter.count(Counted.PUT_RETRIES, 1, target, cause));
    }

    /** A put on its way: its time is noted when it is acknowledged. */
    CompletableFuture<Void> timed(CompletableFuture<Void> put) {
        long begun = System.nanoTime();
        return put.thenRun(
                () -> note(meter -> meter.took(Timed.PUT, Duration.ofNanos(System.nanoTime() - begun), target)));
    }

    /** With whoever counts right now. Its bundle may be swapped under the call: what is not counted fails no transfer. */
    private void note(Consumer<Metrics> what) {
        try {
            metrics.get().ifPresent(what);
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("something that a transfer did is not counted", e);
        }
    }
}
