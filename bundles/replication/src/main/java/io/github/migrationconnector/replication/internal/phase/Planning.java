package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.DiskPlan;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.domain.ScopeText;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides which blocks of each disk are read, and on which snapshot they build. */
final class Planning implements PhaseStep {
    private final RunStore store;
    private final Services services;

    Planning(RunStore store, Services services) {
        this.store = store;
        this.services = services;
    }

    @Override
    public void act(RunRecord run) {
        Job job = Jobs.of(run, store);
        VmSnapshot snapshot = services.vmSnapshots()
                .find(job.vmId(), run.vmSnapshotName())
                .filter(found -> found.id().equals(run.vmSnapshotId()))
                .orElseThrow(() -> gone(run, job).asException());
        Map<Integer, Checkpoint> last = store.checkpoints(job.id()).stream()
                .collect(Collectors.toMap(Checkpoint::diskKey, Function.identity()));
        RunRecord planned = run.changeDisks(disk -> disk.with(plan(
                run,
                job,
                snapshot,
                disk.disk(),
                Optional.ofNullable(last.get(disk.disk().key())))));
        store.save(planned.at(RunPhase.TRANSFERRING));
    }

    private DiskPlan plan(RunRecord run, Job job, VmSnapshot snapshot, SnapshotDisk disk, Optional<Checkpoint> last) {
        if (last.isEmpty()) {
            return full("first run");
        }
        Checkpoint base = last.get();
        if (!base.diskUuid().equals(disk.uuid())) {
            return full("another disk is at its place");
        }
        if (base.capacityBytes() > disk.capacityBytes()) {
            return full("the disk has shrunk");
        }
        if (run.facts().targetEncrypts() && !base.encrypted()) {
            return full("the account encrypts by now, and the last snapshot is not encrypted");
        }
        ImageOptions image = job.spec().image();
        if (image.encrypted() && !base.encrypted()) {
            return full("the job encrypts by now, and the last snapshot is not encrypted");
        }
        if (!image.encrypted() && base.encrypted() && !run.facts().targetEncrypts()) {
            return full("the job encrypts no more, and the last snapshot is encrypted");
        }
        if (base.encrypted() && !base.kmsKeyId().equals(image.kmsKeyId())) {
            return full("the job asks for another key than the last snapshot's");
        }
        if (!services.snapshots().state(base.snapshotId()).equals(Optional.of(SnapshotState.COMPLETED))) {
            return full("the last run's snapshot " + base.snapshotId() + " is gone");
        }
        Parent parent = new Parent.Snapshot(base.snapshotId(), base.transferId());
        if (base.capacityBytes() < disk.capacityBytes()) {
            return compare(parent, "the disk has grown");
        }
        if (base.changeId().isEmpty()) {
            return compare(parent, "changes were not tracked at the last run");
        }
        if (disk.changeId().isEmpty()) {
            return compare(parent, "changes are not tracked");
        }
        ChangedAreas areas = services.vmSnapshots().changedAreas(snapshot, disk.key(), base.changeId());
        if (areas instanceof ChangedAreas.Known known) {
            return chosen("changed areas", parent, new ReadScope.Changed(known.areas()));
        }
        return compare(parent, ((ChangedAreas.Unknown) areas).reason());
    }

    private static DiskPlan full(String reason) {
        return chosen("full: " + reason, new Parent.Nothing(), new ReadScope.WholeDisk());
    }

    private static DiskPlan compare(Parent parent, String reason) {
        return chosen("compare: " + reason, parent, new ReadScope.WholeDisk());
    }

    private static DiskPlan chosen(String way, Parent parent, ReadScope scope) {
        return new DiskPlan.Chosen(way, parent, ScopeText.write(scope));
    }

    private static Problem gone(RunRecord run, Job job) {
        return Problem.fatal(
                "VM_SNAPSHOT_GONE",
                "the snapshot " + run.vmSnapshotName() + " of " + job.vmName() + " was removed under the run",
                "Start the run again, and leave snapshots of that name alone.");
    }
}
