package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockCounts;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener how far a transfer is: at each change of stage, and twice a second. */
final class ProgressReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
    private static final long PERIOD_MILLIS = 500;

    private final ProgressListener listener;
    private final BlockCounts counts = new BlockCounts();
    private final AtomicLong inScope = new AtomicLong();
    private final Future<?> ticking;
    private TransferStage stage = TransferStage.PREPARING;
    private Optional<OpenSnapshot> snapshot = Optional.empty();
    private boolean closed;

    ProgressReporter(ProgressListener listener, ScheduledExecutorService timer) {
        this.listener = listener;
        this.ticking = timer.scheduleWithFixedDelay(this::tell, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    BlockCounts counts() {
        return counts;
    }

    AtomicLong inScope() {
        return inScope;
    }

    synchronized void snapshot(OpenSnapshot started) {
        snapshot = Optional.of(started);
    }

    synchronized void stage(TransferStage next) {
        stage = next;
        tell();
    }

    synchronized TransferProgress progress(TransferStage at) {
        return new TransferProgress(
                at,
                snapshot.map(OpenSnapshot::snapshotId).orElse(""),
                snapshot.map(OpenSnapshot::blockSizeBytes).orElse(0),
                inScope.get(),
                counts.put() + counts.zero() + counts.unchanged(),
                counts.put(),
                counts.zero(),
                counts.unchanged());
    }

    /** Tells how a transfer ended, now or before. */
    synchronized void finished(TransferProgress progress) {
        tell(progress);
    }

    private synchronized void tell() {
        tell(progress(stage));
    }

    private void tell(TransferProgress progress) {
        if (closed) {
            return;
        }
        try {
            listener.progress(progress);
        } catch (RuntimeException e) {
            LOG.warn("A progress listener failed", e);
        }
    }

    @Override
    public void close() {
        ticking.cancel(false);
        synchronized (this) {
            closed = true;
        }
    }
}
