package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.vmsnapshot.ChangeTracking;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.List;
import java.util.Optional;

/** Changed-block tracking on, then the VM snapshot, whose stun makes it true (correctness rule 5). */
final class Snapshotting implements PhaseStep {
    private final RunStore store;
    private final Services services;
    private final Machines machines;
    private final StoppedGuest stopped;

    Snapshotting(RunStore store, Services services) {
        this.store = store;
        this.services = services;
        this.machines = new Machines(services);
        this.stopped = new StoppedGuest(services);
    }

    @Override
    public void act(RunRecord run) {
        Job job = Jobs.of(run, store);
        Vm unused = machines.of(job);
        VmSnapshots vmSnapshots = services.vmSnapshots();
        // an earlier attempt may have made it and lost the answer
        Optional<VmSnapshot> found = vmSnapshots.find(job.vmId(), run.vmSnapshotName());
        RunRecord warned = run;
        VmSnapshot snapshot;
        if (found.isPresent()) {
            snapshot = found.get();
        } else {
            ChangeTracking tracking = vmSnapshots.enableChangeTracking(job.vmId());
            if (tracking instanceof ChangeTracking.Off off) {
                warned = run.and(new Notice(
                        "RUN_CHANGE_TRACKING_OFF",
                        List.of(off.reason()),
                        "Changed-block tracking is off, so whole disks are compared: " + off.reason(),
                        ""));
            }
            stopped.require(run, job);
            snapshot = vmSnapshots.create(
                    job.vmId(), run.vmSnapshotName(), job.spec().quiesce());
        }
        if (snapshot.disks().isEmpty()) {
            throw Problem.fatal(
                            "VM_WITHOUT_DISKS",
                            "the snapshot of " + job.vmName() + " holds no disk",
                            "Look for independent disks: a snapshot leaves them out.")
                    .asException();
        }
        store.save(warned.holding(snapshot).at(RunPhase.PLANNING));
    }
}
