package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.diskstreaming.internal.journal.JournalHeader;
import io.github.migrationconnector.diskstreaming.internal.journal.TransferJournal;
import io.github.migrationconnector.diskstreaming.internal.retry.Retrier;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Goes on with the snapshot that the journal knows, when that is right; else starts a new one (correctness rules 1, 12). */
final class SnapshotStart {
    /** So long a new snapshot may be unknown to its own target (EBS: up to about two minutes). */
    static final Duration VISIBLE_AFTER = Duration.ofMinutes(5);

    private final SnapshotTarget.Snapshots snapshots;
    private final TransferJournal journal;
    private final Retrier retrier;
    private final Clock clock;

    SnapshotStart(SnapshotTarget.Snapshots snapshots, TransferJournal journal, Retrier retrier, Clock clock) {
        this.snapshots = snapshots;
        this.journal = journal;
        this.retrier = retrier;
        this.clock = clock;
    }

    SnapshotWriter resumeOrBegin(TransferRequest request, DiskDescription disk) throws InterruptedException {
        JournalHeader wanted = JournalHeader.of(request, disk, UUID.randomUUID().toString());
        Optional<JournalHeader> known = journal.header();
        if (known.isPresent() && (!known.get().boundTo(wanted) || isLost())) {
            abandon(known.get());
            known = Optional.empty();
        }
        if (known.isEmpty()) {
            journal.begin(wanted);
        }
        Optional<TransferJournal.Started> started = journal.started();
        if (started.isPresent()) {
            return retrier.call(() -> snapshots.reopen(started.get().snapshot()));
        }
        SnapshotWriter writer = start(known.orElse(wanted), known.isEmpty());
        journal.started(writer.snapshot(), clock.instant());
        return writer;
    }

    private SnapshotWriter start(JournalHeader header, boolean firstTime) throws InterruptedException {
        AtomicBoolean maybeStarted = new AtomicBoolean(!firstTime);
        try {
            return retrier.call(() -> {
                try {
                    return snapshots.start(header.spec());
                } catch (ConnectorException e) {
                    if (!refused(e)) {
                        maybeStarted.set(true);
                    }
                    throw e;
                }
            });
        } catch (ConnectorException e) {
            if (e.problem().retry() == Retry.NEVER && !maybeStarted.get()) {
                // nothing was ever started with this token: nobody needs to look for it
                journal.clear();
            }
            throw e;
        }
    }

    private static boolean refused(ConnectorException e) {
        return switch (e.problem().retry()) {
            case NEVER, WHEN_FREE -> true;
            case SOON, ON_RESUME -> false;
        };
    }

    /** Whether the target has lost the snapshot: timed out, failed, deleted by somebody. */
    private boolean isLost() throws InterruptedException {
        Optional<TransferJournal.Started> started = journal.started();
        if (started.isEmpty()) {
            return false;
        }
        Optional<SnapshotState> state =
                retrier.call(() -> snapshots.state(started.get().snapshot().snapshotId()));
        boolean young = started.get().at().plus(VISIBLE_AFTER).isAfter(clock.instant());
        return state.isPresent() ? state.get() == SnapshotState.ERROR : !young;
    }

    /** Deletes what an earlier attempt started, and forgets it. Does not wait for a quota: who asks shall hear of that. */
    void abandon(JournalHeader header) throws InterruptedException {
        Optional<TransferJournal.Started> started = journal.started();
        String id;
        if (started.isPresent()) {
            id = started.get().snapshot().snapshotId();
        } else {
            // start may have been called and its answer lost: the same token finds what it made
            try (SnapshotWriter writer = retrier.callUnlessFull(() -> snapshots.start(header.spec()))) {
                id = writer.snapshot().snapshotId();
            }
        }
        retrier.call(() -> {
            snapshots.delete(id);
            return id;
        });
        journal.clear();
    }
}
