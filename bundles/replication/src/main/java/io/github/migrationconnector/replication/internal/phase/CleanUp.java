package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.image.ImageRegistrar;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.JobOutcomes;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what a run that does not go on has made: its VM snapshot, its transfers with their EBS snapshots, and its image. Snapshots that were recorded stay, since the next run builds on them.
 */
public final class CleanUp implements PhaseStep {
    private final RunStore store;
    private final Services services;
    private final Clock clock;

    CleanUp(RunStore store, Services services, Clock clock) {
        this.store = store;
        this.services = services;
        this.clock = clock;
    }

    /** Removes everything, then writes the run as ended. */
    @Override
    public void act(RunRecord run) {
        removeTraces(run);
        end(run, false);
    }

    /** Writes a run as ended though something of it is left; {@link #sweep} tries again later. */
    public void giveUp(RunRecord run) {
        end(run, true);
    }

    private void end(RunRecord run, boolean somethingIsLeft) {
        Instant now = clock.instant();
        RunRecord ended = run.ended(now, somethingIsLeft);
        store.end(ended, job -> JobOutcomes.after(job, ended, now));
    }

    /** Tries again to remove what an ended run has left. */
    public void sweep(RunRecord run) {
        removeTraces(run);
        store.save(run.leaving(false));
    }

    /** One thing that can't be removed must not keep the others; the first failure is thrown at the end. */
    private void removeTraces(RunRecord run) {
        if (run.phase().compareTo(RunPhase.SNAPSHOTTING) < 0) {
            return;
        }
        Job job = Jobs.of(run, store);
        List<Runnable> removals = new ArrayList<>();
        // first, since it grows with each write of the guest, and a transfer's snapshot may wait long for a quota
        removals.add(() -> VmSnapshotRemoval.remove(run, job, services));
        if (!run.recorded()) {
            for (DiskRecord disk : run.disks()) {
                removals.add(() -> services.transfers().discard(disk.transferId(run.id())));
                String snapshotId = disk.progress().snapshotId();
                if (!snapshotId.isEmpty()) {
                    removals.add(() -> services.snapshots().delete(snapshotId));
                }
            }
        }
        // also of a run that fails: the answer to its registration may have been lost
        if (run.phase() == RunPhase.REGISTERING) {
            removals.add(() -> removeImage(run, job));
        }
        List<ConnectorException> failures = new ArrayList<>();
        for (Runnable removal : removals) {
            try {
                removal.run();
            } catch (ConnectorException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            // what can be mended goes first: a vCenter that is not ours any more is no reason to forget the rest
            throw failures.stream()
                    .filter(failure -> !failure.problem().code().equals(Machines.ANOTHER_VCENTER))
                    .findFirst()
                    .orElse(failures.get(0));
        }
    }

    /** Only what is made of this run's snapshots: somebody may have given the name to another image. */
    private void removeImage(RunRecord run, Job job) {
        ImageRegistrar images = services.images();
        images.find(ImageNames.of(run, job))
                .filter(image -> run.disks().stream()
                        .allMatch(disk ->
                                images.madeOf(disk.progress().snapshotId()).contains(image)))
                .ifPresent(images::deregister);
    }
}
