package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.DiskPlan;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.HashSet;
import java.util.Set;

/** The EBS snapshots that runs need: those that the next run of a job builds on, and those of runs that go on. */
final class SnapshotsInUse {
    private final RunStore store;

    SnapshotsInUse(RunStore store) {
        this.store = store;
    }

    /** As of now; a job's next run may need others. */
    Set<String> of(String jobId) {
        Set<String> used = new HashSet<>();
        store.checkpoints(jobId).stream().map(Checkpoint::snapshotId).forEach(used::add);
        for (RunRecord run : store.unfinished()) {
            for (DiskRecord disk : run.disks()) {
                used.add(disk.progress().snapshotId());
                if (disk.plan() instanceof DiskPlan.Chosen chosen
                        && chosen.parent() instanceof Parent.Snapshot parent) {
                    used.add(parent.snapshotId());
                }
            }
        }
        return used;
    }
}
