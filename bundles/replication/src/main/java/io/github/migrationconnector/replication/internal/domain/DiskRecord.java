package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import java.util.Objects;

/**
 * One disk of a run, as it is on disk.
 *
 * @param disk as the VM snapshot holds it
 * @param plan how its blocks are chosen
 * @param progress how far its transfer was when it was written last
 * @param encrypted whether its EBS snapshot is encrypted; false before it is completed
 */
public record DiskRecord(SnapshotDisk disk, DiskPlan plan, TransferProgress progress, boolean encrypted) {
    /** Before anything was put. */
    public static final TransferProgress NO_PROGRESS =
            new TransferProgress(TransferStage.PREPARING, "", 0, 0, 0, 0, 0, 0);

    public DiskRecord {
        Objects.requireNonNull(disk, "disk");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(progress, "progress");
    }

    public static DiskRecord of(SnapshotDisk disk) {
        return new DiskRecord(disk, new DiskPlan.Open(), NO_PROGRESS, false);
    }

    public DiskRecord with(DiskPlan newPlan) {
        return new DiskRecord(disk, newPlan, progress, encrypted);
    }

    public DiskRecord carried(TransferResult result) {
        return new DiskRecord(disk, plan, result.progress(), result.encrypted());
    }

    /** The same disk without the areas that it no longer needs. */
    public DiskRecord spent() {
        return with(new DiskPlan.Spent(plan.way()));
    }

    /** The transfer that carries it: one per run and disk, so a repeated phase goes on with the same one. */
    public String transferId(String runId) {
        return runId + "-" + disk.key();
    }

    /** As the run's reader sees it. */
    public RunDisk view(TransferProgress now) {
        return new RunDisk(disk.key(), disk.label(), disk.capacityBytes(), plan.way(), now.snapshotId(), now);
    }
}
