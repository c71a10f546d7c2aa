package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.diskstreaming.internal.journal.TransferJournal;
import io.github.migrationconnector.diskstreaming.internal.retry.Retrier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Completes a snapshot and waits until its target says that it is ready (correctness rule 13). */
final class SnapshotFinish {
    private static final Duration FIRST_POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

    private final SnapshotTarget.Snapshots snapshots;
    private final Retrier retrier;
    private final StopSignal stop;
    private final Context.TimeLimits limits;

    SnapshotFinish(SnapshotTarget.Snapshots snapshots, Retrier retrier, StopSignal stop, Context.TimeLimits limits) {
        this.snapshots = snapshots;
        this.retrier = retrier;
        this.stop = stop;
        this.limits = limits;
    }

    /**
     * Completes it.
     *
     * @return the digest over the disk
     */
    BlockDigest finish(OpenSnapshot snapshot, Seal seal, TransferJournal.Started started) throws InterruptedException {
        Seal.Sums sums = seal.apply();
        try (SnapshotWriter writer = retrier.call(() -> snapshots.reopen(snapshot))) {
            retrier.call(() -> {
                writer.complete(sums.blocksPut(), sums.checksum());
                return sums;
            });
        }
        await(snapshot.snapshotId(), started.at().plus(SnapshotStart.VISIBLE_AFTER));
        return sums.diskDigest();
    }

    private void await(String id, Instant visibleFrom) throws InterruptedException {
        Instant deadline = limits.clock().instant().plus(limits.completion());
        Duration pause = FIRST_POLL;
        while (true) {
            Optional<SnapshotState> state = retrier.call(() -> snapshots.state(id));
            Instant now = limits.clock().instant();
            if (state.equals(Optional.of(SnapshotState.COMPLETED))) {
                return;
            }
            boolean lost =
                    state.equals(Optional.of(SnapshotState.ERROR)) || (state.isEmpty() && now.isAfter(visibleFrom));
            if (lost) {
                throw Problem.fatal(
                                "SNAPSHOT_LOST",
                                "The target lost snapshot " + id + " after everything was put.",
                                "Start again: the transfer begins anew.")
                        .asException();
            }
            if (now.isAfter(deadline)) {
                throw Problem.passing(
                                "SNAPSHOT_NOT_READY",
                                "The target has not made snapshot " + id + " ready within " + limits.completion() + ".",
                                "Start again later: nothing is sent twice.")
                        .asException();
            }
            stop.pause(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? pause.multipliedBy(2) : LONGEST_POLL;
        }
    }
}
