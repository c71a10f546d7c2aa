package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.Optional;

/** Makes each disk's change id and EBS snapshot the pair that the next run builds on: all of them, or none. */
final class Recording implements PhaseStep {
    private final RunStore store;
    private final Services services;

    Recording(RunStore store, Services services) {
        this.store = store;
        this.services = services;
    }

    @Override
    public void act(RunRecord run) {
        // the target's own word: a pair that is recorded too early would spoil every later run (correctness rule 5)
        for (DiskRecord disk : run.disks()) {
            String snapshotId = disk.progress().snapshotId();
            Optional<SnapshotState> state = services.snapshots().state(snapshotId);
            if (!state.equals(Optional.of(SnapshotState.COMPLETED))) {
                throw Problem.passing(
                                "SNAPSHOT_NOT_COMPLETED",
                                "snapshot " + snapshotId + " of " + disk.disk().label() + " is not completed",
                                "Look at the snapshot in the EC2 console.")
                        .asException();
            }
        }
        String kmsKeyId = Jobs.of(run, store).spec().image().kmsKeyId();
        store.record(
                run.changeDisks(DiskRecord::spent).at(RunPhase.RELEASING),
                run.disks().stream()
                        .map(disk -> checkpoint(run, disk, kmsKeyId))
                        .toList());
    }

    private static Checkpoint checkpoint(RunRecord run, DiskRecord record, String kmsKeyId) {
        SnapshotDisk disk = record.disk();
        return new Checkpoint(
                disk.key(),
                disk.uuid(),
                disk.capacityBytes(),
                disk.changeId(),
                record.progress().snapshotId(),
                record.transferId(run.id()),
                record.encrypted(),
                kmsKeyId);
    }
}
