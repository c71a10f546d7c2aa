package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Carries each disk into its EBS snapshot, all of them side by side up to a cap. */
final class Transferring implements PhaseStep {
    /** Two or three fill a link; more would only share its throughput, and hold more memory. */
    static final int DISKS_AT_ONCE = 4;

    private final RunStore store;
    private final Services services;
    private final LiveProgress live;

    Transferring(RunStore store, Services services, LiveProgress live) {
        this.store = store;
        this.services = services;
        this.live = live;
    }

    @Override
    public void act(RunRecord run) throws InterruptedException {
        Job job = Jobs.of(run, store);
        int atOnce = Math.min(DISKS_AT_ONCE, run.disks().size());
        TransferRequests requests = new TransferRequests(run, job, services.connectorId(), atOnce);
        Map<Integer, TransferResult> done = new HashMap<>();
        AtomicBoolean waits = new AtomicBoolean(run.course().waiting().waits());
        try (DiskWorkers workers = new DiskWorkers(run.id(), atOnce)) {
            for (DiskRecord disk : run.disks()) {
                workers.submit(() -> transfer(run.id(), disk, requests, waits));
            }
            List<ConnectorException> passing = new ArrayList<>();
            int waiting = run.disks().size();
            while (waiting > 0) {
                Optional<DiskWorkers.Outcome> outcome = workers.next();
                if (outcome.isEmpty()) {
                    writeProgress(run);
                    continue;
                }
                waiting--;
                if (outcome.get() instanceof DiskWorkers.Failed failed) {
                    // the other disks go on over a failure that may pass; a fatal one stops them
                    if (failed.problem().problem().retry() == Retry.NEVER) {
                        throw failed.problem();
                    }
                    passing.add(failed.problem());
                } else if (outcome.get() instanceof DiskWorkers.Carried carried) {
                    done.put(carried.diskKey(), carried.result());
                }
            }
            if (!passing.isEmpty()) {
                throw passing.get(0);
            }
        }
        store.save(run.goingOn()
                .changeDisks(disk -> disk.carried(done.get(disk.disk().key())))
                .at(RunPhase.RECORDING));
    }

    private DiskWorkers.Carried transfer(String runId, DiskRecord disk, TransferRequests requests, AtomicBoolean waits)
            throws InterruptedException {
        String transferId = disk.transferId(runId);
        try {
            TransferResult result = services.transfers().run(requests.of(disk), progress -> {
                note(runId, disk, progress);
                if (progress.blocksDone() > disk.progress().blocksDone() && waits.getAndSet(false)) {
                    store.goesOn(runId);
                }
            });
            if (result.progress().snapshotId().isEmpty()) {
                throw Problem.fatal("SNAPSHOT_ID_MISSING", "transfer " + transferId + " ended without a snapshot", "")
                        .asException();
            }
            return new DiskWorkers.Carried(disk.disk().key(), result);
        } finally {
            live.remove(transferId);
        }
    }

    /** A change of stage goes to disk at once: it brings the snapshot's id, without which a clean-up could not find it. */
    private void note(String runId, DiskRecord disk, TransferProgress progress) {
        Optional<TransferProgress> before = live.put(disk.transferId(runId), progress);
        boolean news = before.isEmpty()
                || before.get().stage() != progress.stage()
                || !before.get().snapshotId().equals(progress.snapshotId());
        if (news && !progress.snapshotId().isEmpty()) {
            store.saveProgress(runId, disk.disk().key(), progress);
        }
    }

    private void writeProgress(RunRecord run) {
        for (DiskRecord disk : run.disks()) {
            live.of(disk.transferId(run.id()))
                    .filter(progress -> !progress.snapshotId().isEmpty())
                    .ifPresent(
                            progress -> store.saveProgress(run.id(), disk.disk().key(), progress));
        }
    }
}
