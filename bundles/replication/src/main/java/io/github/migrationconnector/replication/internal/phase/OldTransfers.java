package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Forgets the transfers that no later run builds on: their journals take 40 bytes a block, and each run writes new ones
 * (correctness rule 7). Their completed EBS snapshots stay. What is kept is read from the store at each call, so a call
 * that was cut short is repeated as it is.
 */
public final class OldTransfers {
    private final RunStore store;
    private final Services services;

    OldTransfers(RunStore store, Services services) {
        this.store = store;
        this.services = services;
    }

    /**
     * Keeps the transfers of a job's checkpoints, of its latest completed run, and of runs that go on or have something
     * left; forgets the others.
     *
     * @throws ConnectorException the first of the failures, when all others are forgotten
     */
    public void discardSuperseded(String jobId) {
        // the runs before the checkpoints: a run that ends in between is not in this list, so nothing of it is touched
        List<RunRecord> runs = store.runs(jobId);
        Set<String> kept = new HashSet<>();
        store.checkpoints(jobId).stream().map(Checkpoint::transferId).forEach(kept::add);
        Optional<RunRecord> latest =
                runs.stream().filter(run -> run.state() == RunState.COMPLETED).findFirst();
        latest.ifPresent(run -> kept.addAll(transfers(run)));
        discard(runs, kept);
    }

    /**
     * Forgets all transfers of a job that is about to be deleted.
     *
     * @throws ConnectorException the first of the failures, when all others are forgotten
     */
    public void discardAll(String jobId) {
        discard(store.runs(jobId), Set.of());
    }

    private void discard(List<RunRecord> runs, Set<String> kept) {
        List<ConnectorException> failures = new ArrayList<>();
        for (RunRecord run : runs) {
            if (!run.state().ended() || run.leftovers()) {
                continue;
            }
            for (String transferId : transfers(run)) {
                if (kept.contains(transferId)) {
                    continue;
                }
                try {
                    services.transfers().discard(transferId);
                } catch (ConnectorException e) {
                    failures.add(e);
                }
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static List<String> transfers(RunRecord run) {
        return run.disks().stream().map(disk -> disk.transferId(run.id())).toList();
    }
}
