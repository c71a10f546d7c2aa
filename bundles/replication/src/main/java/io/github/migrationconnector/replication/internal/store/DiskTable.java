package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.replication.internal.domain.DiskPlan;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** The rows of runs' disks. */
final class DiskTable {
    private static final String INSERT =
            """
            insert into replication_run_disk (run_id, disk_key, label, capacity_bytes, uuid, change_id, source, plan, way,
                parent_snapshot_id, parent_transfer_id, scope, stage, snapshot_id, encrypted, block_size_bytes,
                blocks_in_scope, blocks_done, blocks_put, blocks_zero, blocks_unchanged)
            values (:runId, :key, :label, :capacityBytes, :uuid, :changeId, :source, :plan, :way,
                :parentSnapshotId, :parentTransferId, :scope, :stage, :snapshotId, :encrypted, :blockSizeBytes,
                :blocksInScope, :blocksDone, :blocksPut, :blocksZero, :blocksUnchanged)
            """;

    /** A plan in columns. */
    private record PlanColumns(String plan, String parentSnapshotId, String parentTransferId, String scope) {
        static final String OPEN = "OPEN";
        static final String CHOSEN = "CHOSEN";
        static final String SPENT = "SPENT";

        static PlanColumns of(DiskPlan plan) {
            if (plan instanceof DiskPlan.Chosen chosen) {
                if (chosen.parent() instanceof Parent.Snapshot parent) {
                    return new PlanColumns(CHOSEN, parent.snapshotId(), parent.transferId(), chosen.scope());
                }
                if (chosen.parent() instanceof Parent.Nothing) {
                    return new PlanColumns(CHOSEN, "", "", chosen.scope());
                }
                throw new IllegalArgumentException("a run never builds on " + chosen.parent());
            }
            return new PlanColumns(plan instanceof DiskPlan.Spent ? SPENT : OPEN, "", "", "");
        }
    }

    void write(Handle handle, String runId, List<DiskRecord> disks) {
        handle.createUpdate("delete from replication_run_disk where run_id = :runId")
                .bind("runId", runId)
                .execute();
        for (DiskRecord record : disks) {
            SnapshotDisk disk = record.disk();
            PlanColumns plan = PlanColumns.of(record.plan());
            bound(handle.createUpdate(INSERT), record.progress())
                    .bind("runId", runId)
                    .bind("key", disk.key())
                    .bind("label", disk.label())
                    .bind("capacityBytes", disk.capacityBytes())
                    .bind("uuid", disk.uuid())
                    .bind("changeId", disk.changeId())
                    .bind("source", disk.source().toString())
                    .bind("plan", plan.plan())
                    .bind("way", record.plan().way())
                    .bind("parentSnapshotId", plan.parentSnapshotId())
                    .bind("parentTransferId", plan.parentTransferId())
                    .bind("scope", plan.scope())
                    .bind("encrypted", record.encrypted())
                    .execute();
        }
    }

    void writeProgress(Handle handle, String runId, int key, TransferProgress progress) {
        bound(
                        handle.createUpdate(
                                """
                                update replication_run_disk set stage = :stage, snapshot_id = :snapshotId,
                                    block_size_bytes = :blockSizeBytes, blocks_in_scope = :blocksInScope,
                                    blocks_done = :blocksDone, blocks_put = :blocksPut, blocks_zero = :blocksZero,
                                    blocks_unchanged = :blocksUnchanged
                                where run_id = :runId and disk_key = :key
                                """),
                        progress)
                .bind("runId", runId)
                .bind("key", key)
                .execute();
    }

    private static <T extends SqlStatement<T>> T bound(T statement, TransferProgress progress) {
        return statement
                .bind("stage", progress.stage().name())
                .bind("snapshotId", progress.snapshotId())
                .bind("blockSizeBytes", progress.blockSizeBytes())
                .bind("blocksInScope", progress.blocksInScope())
                .bind("blocksDone", progress.blocksDone())
                .bind("blocksPut", progress.blocksPut())
                .bind("blocksZero", progress.blocksZero())
                .bind("blocksUnchanged", progress.blocksUnchanged());
    }

    static DiskRecord disk(ResultSet row, StatementContext context) throws SQLException {
        SnapshotDisk disk = new SnapshotDisk(
                row.getInt("disk_key"),
                row.getString("label"),
                row.getLong("capacity_bytes"),
                row.getString("uuid"),
                row.getString("change_id"),
                SourceAddress.parse(row.getString("source")));
        TransferProgress progress = new TransferProgress(
                TransferStage.valueOf(row.getString("stage")),
                row.getString("snapshot_id"),
                row.getInt("block_size_bytes"),
                row.getLong("blocks_in_scope"),
                row.getLong("blocks_done"),
                row.getLong("blocks_put"),
                row.getLong("blocks_zero"),
                row.getLong("blocks_unchanged"));
        return new DiskRecord(disk, plan(row), progress, row.getBoolean("encrypted"));
    }

    private static DiskPlan plan(ResultSet row) throws SQLException {
        String way = row.getString("way");
        String kind = row.getString("plan");
        if (kind.equals(PlanColumns.OPEN)) {
            return new DiskPlan.Open();
        }
        if (kind.equals(PlanColumns.SPENT)) {
            return new DiskPlan.Spent(way);
        }
        String parentSnapshotId = row.getString("parent_snapshot_id");
        Parent parent = parentSnapshotId.isEmpty()
                ? new Parent.Nothing()
                : new Parent.Snapshot(parentSnapshotId, row.getString("parent_transfer_id"));
        return new DiskPlan.Chosen(way, parent, row.getString("scope"));
    }
}
