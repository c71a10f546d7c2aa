package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import io.github.migrationconnector.diskstreaming.internal.journal.TransferJournal;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockPipeline;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockPolicy;
import io.github.migrationconnector.diskstreaming.internal.pipeline.ScopeBlocks;
import io.github.migrationconnector.diskstreaming.internal.pipeline.Throttle;
import io.github.migrationconnector.diskstreaming.internal.pipeline.ZeroBlock;
import io.github.migrationconnector.diskstreaming.internal.retry.Retrier;
import io.github.migrationconnector.diskstreaming.internal.retry.RetryingSnapshotWriter;
import java.util.Optional;

/** One attempt at one transfer, by the thread that asked for it. */
final class TransferRun {
    private final Context context;
    private final StopSignal stop;
    private final TransferRequest request;
    private final TransferJournal journal;
    private final ProgressReporter reporter;
    private final TransferFigures figures;
    private final Retrier retrier;

    TransferRun(
            Context context,
            StopSignal stop,
            TransferRequest request,
            TransferJournal journal,
            ProgressReporter reporter,
            TransferFigures figures) {
        this.context = context;
        this.stop = stop;
        this.request = request;
        this.journal = journal;
        this.reporter = reporter;
        this.figures = figures;
        this.retrier = new Retrier(context.limits().retry(), context.shared().timer(), stop);
    }

    TransferResult run() throws InterruptedException {
        SnapshotTarget.Snapshots snapshots = context.endpoints().open(request.target());
        Optional<TransferResult> earlier = journal.result();
        if (earlier.isPresent()) {
            String id = earlier.get().progress().snapshotId();
            if (retrier.call(() -> snapshots.state(id)).equals(Optional.of(SnapshotState.COMPLETED))) {
                return earlier.get();
            }
            // somebody deleted it: what the journal says of it is of no use
            journal.clear();
        }
        SnapshotStart start =
                new SnapshotStart(snapshots, journal, retrier, context.limits().clock());
        try (DiskReader reader = context.endpoints().open(request.source())) {
            SnapshotWriter writer = start.resumeOrBegin(request, reader.description());
            OpenSnapshot snapshot = writer.snapshot();
            reporter.snapshot(snapshot);
            try (DigestTable table = journal.digests()) {
                BlockDigest disk = stream(reader, writer, table, snapshots);
                TransferResult result = new TransferResult(
                        reporter.progress(TransferStage.DONE),
                        reader.description().capacityBytes(),
                        disk,
                        snapshot.encrypted());
                journal.finish(result);
                return result;
            }
        }
    }

    private BlockDigest stream(
            DiskReader reader, SnapshotWriter writer, DigestTable table, SnapshotTarget.Snapshots snapshots)
            throws InterruptedException {
        OpenSnapshot snapshot = writer.snapshot();
        DiskGeometry disk = new DiskGeometry(reader.description().capacityBytes(), snapshot.blockSizeBytes());
        ZeroBlock zero = new ZeroBlock(snapshot.blockSizeBytes());
        Throttle throttle =
                new Throttle(snapshot.blockSizeBytes(), request.limits().bytesPerSecond(), System.nanoTime());
        SnapshotWriter retrying = new MeteredSnapshotWriter(
                new RetryingSnapshotWriter(writer, retrier, problem -> noted(problem, throttle)), figures);
        try (retrying;
                Baseline baseline = new BaselineFinder(context, stop, request, journal).find(snapshots, snapshot)) {
            ScopeBlocks scope = new Scope(request.scope(), baseline, disk).blocks(table);
            reporter.inScope().set(scope.blocks());
            int tail = new EarlierDecisions(table, disk).countInto(reporter.counts());
            reporter.inScope().addAndGet(tail);
            BlockPolicy policy = baseline instanceof Baseline.None
                    ? new BlockPolicy.Full(snapshot.encrypted(), zero.digest())
                    : new BlockPolicy.Child(baseline::at);
            reporter.stage(TransferStage.STREAMING);
            BlockPipeline.Rules rules = new BlockPipeline.Rules(policy, zero, table, reporter.counts());
            BlockPipeline.Pacing pacing =
                    new BlockPipeline.Pacing(request.limits().connections(), throttle);
            put(new BlockPipeline(context.shared(), rules, retrying, pacing), reader, scope, new Tail(disk, table));
            reporter.stage(TransferStage.COMPLETING);
            return new SnapshotFinish(snapshots, retrier, stop, context.limits())
                    .finish(snapshot, new Seal(table, baseline, disk, scope), started());
        }
    }

    private TransferJournal.Started started() {
        return journal.started().orElseThrow();
    }

    private void put(BlockPipeline pipeline, DiskReader reader, ScopeBlocks scope, Tail tail)
            throws InterruptedException {
        try (pipeline) {
            stop.during(
                    () -> {
                        pipeline.read(reader, scope);
                        tail.put(pipeline, reporter.inScope());
                        pipeline.drain();
                        return pipeline;
                    },
                    pipeline::stop);
        } catch (InterruptedException e) {
            throw because(pipeline, e);
        }
    }

    /** Why the reading thread was stopped: a failure behind it, the end of the service, or its caller. */
    private InterruptedException because(BlockPipeline pipeline, InterruptedException interrupted) {
        Throwable failure = pipeline.failure().orElse(interrupted);
        stop.check();
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return interrupted;
    }

    private void noted(Problem problem, Throttle throttle) {
        figures.failed(problem);
        if (problem.code().equals(SnapshotTarget.THROTTLED)) {
            throttle.refused(System.nanoTime());
        }
    }
}
