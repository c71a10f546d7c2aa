package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.diskstreaming.internal.journal.JournalHeader;
import io.github.migrationconnector.diskstreaming.internal.journal.TransferJournal;
import io.github.migrationconnector.diskstreaming.internal.retry.Retrier;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs transfers and verifications, each on the thread that asks. */
final class TransferService implements Transfers {
    private static final long QUIESCE_SECONDS = 20;

    private final Context context;
    private final StopSignal stop = new StopSignal();
    private final Phaser running = new Phaser(1);

    TransferService(Context context) {
        this.context = context;
    }

    @Override
    public TransferResult run(TransferRequest request, ProgressListener listener) throws InterruptedException {
        return working(() -> {
            try (TransferJournal journal = context.journals().open(request.transferId())) {
                return run(request, journal, listener);
            }
        });
    }

    TransferResult run(TransferRequest request, TransferJournal journal, ProgressListener listener)
            throws InterruptedException {
        TransferFigures figures = new TransferFigures(context.metrics(), request);
        try (ProgressReporter reporter =
                new ProgressReporter(figures.before(listener), context.shared().timer())) {
            TransferResult result = new TransferRun(context, stop, request, journal, reporter, figures).run();
            reporter.finished(result.progress());
            return result;
        }
    }

    @Override
    public Verification verify(VerifyRequest request, ProgressListener listener) throws InterruptedException {
        return working(() -> {
            try (ProgressReporter reporter =
                    new ProgressReporter(listener, context.shared().timer())) {
                Verification verification = new Verifier(context, stop, request, reporter).run();
                reporter.stage(TransferStage.DONE);
                return verification;
            }
        });
    }

    @Override
    public void discard(String transferId) {
        if (!context.journals().has(transferId)) {
            return;
        }
        try {
            working(() -> {
                try (TransferJournal journal = context.journals().open(transferId)) {
                    Optional<JournalHeader> header = journal.header();
                    if (header.isPresent() && journal.result().isEmpty()) {
                        SnapshotTarget.Snapshots snapshots = context.endpoints()
                                .open(TargetAddress.parse(header.get().target()));
                        Retrier retrier = new Retrier(
                                context.limits().retry(), context.shared().timer(), stop);
                        new SnapshotStart(
                                        snapshots,
                                        journal,
                                        retrier,
                                        context.limits().clock())
                                .abandon(header.get());
                    }
                }
                context.journals().remove(transferId);
                return transferId;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StopSignal.exception();
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws InterruptedException;
    }

    private <T> T working(Work<T> work) throws InterruptedException {
        running.register();
        try {
            stop.check();
            return work.run();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof ClosedByInterruptException
                    || e.getCause() instanceof FileLockInterruptionException) {
                throw interrupted(e);
            }
            throw JournalProblem.of(e).asException(e);
        } finally {
            running.arriveAndDeregister();
        }
    }

    /** The journal is whole: its file was closed since the thread that used it was interrupted. */
    private InterruptedException interrupted(UncheckedIOException cause) {
        stop.check();
        // as every method does that throws an InterruptedException
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException("interrupted at the journal");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** Stops what runs at its next block, and waits a bounded time for it to let go. */
    void quiesce() {
        stop.stop();
        try {
            running.awaitAdvanceInterruptibly(running.arrive(), QUIESCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // a source that hangs: its thread fails by itself when its time limit comes
        }
    }
}
