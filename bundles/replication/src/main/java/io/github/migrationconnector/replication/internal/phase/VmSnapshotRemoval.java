package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import java.util.Optional;

/** Removes a run's VM snapshot, and a second one that a lost answer may have left under the same name. */
final class VmSnapshotRemoval {
    private static final int MOST_TRIES = 5;

    private VmSnapshotRemoval() {}

    /** In the vCenter that the job was made in: in another one the same ids may name another connector's snapshot. */
    static void remove(RunRecord run, Job job, Services services) {
        new Machines(services).requireVcenter(job);
        VmSnapshots vmSnapshots = services.vmSnapshots();
        String vmId = job.vmId();
        if (!run.vmSnapshotId().isEmpty()) {
            vmSnapshots.remove(vmId, run.vmSnapshotId());
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<VmSnapshot> left = vmSnapshots.find(vmId, run.vmSnapshotName());
            if (left.isEmpty()) {
                return;
            }
            vmSnapshots.remove(vmId, left.get().id());
        }
        throw Problem.passing(
                        "VM_SNAPSHOT_STAYS",
                        "the snapshot " + run.vmSnapshotName() + " is still there after its removal",
                        "Look at the VM's tasks in vCenter.")
                .asException();
    }
}
