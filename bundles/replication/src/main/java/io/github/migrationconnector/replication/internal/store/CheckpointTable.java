package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rows of what next runs build on. */
final class CheckpointTable {
    void put(Handle handle, String jobId, Checkpoint checkpoint) {
        handle.createUpdate(
                        """
                        insert into replication_checkpoint (job_id, disk_key, disk_uuid, capacity_bytes, change_id,
                            snapshot_id, transfer_id, encrypted, kms_key_id)
                        values (:jobId, :diskKey, :diskUuid, :capacityBytes, :changeId,
                            :snapshotId, :transferId, :encrypted, :kmsKeyId)
                        on conflict (job_id, disk_key) do update set disk_uuid = excluded.disk_uuid,
                            capacity_bytes = excluded.capacity_bytes, change_id = excluded.change_id,
                            snapshot_id = excluded.snapshot_id, transfer_id = excluded.transfer_id,
                            encrypted = excluded.encrypted, kms_key_id = excluded.kms_key_id
                        """)
                .bind("jobId", jobId)
                .bind("diskKey", checkpoint.diskKey())
                .bind("diskUuid", checkpoint.diskUuid())
                .bind("capacityBytes", checkpoint.capacityBytes())
                .bind("changeId", checkpoint.changeId())
                .bind("snapshotId", checkpoint.snapshotId())
                .bind("transferId", checkpoint.transferId())
                .bind("encrypted", checkpoint.encrypted())
                .bind("kmsKeyId", checkpoint.kmsKeyId())
                .execute();
    }

    List<Checkpoint> of(Handle handle, String jobId) {
        return handle.createQuery("select * from replication_checkpoint where job_id = :jobId order by disk_key")
                .bind("jobId", jobId)
                .map((row, context) -> new Checkpoint(
                        row.getInt("disk_key"),
                        row.getString("disk_uuid"),
                        row.getLong("capacity_bytes"),
                        row.getString("change_id"),
                        row.getString("snapshot_id"),
                        row.getString("transfer_id"),
                        row.getBoolean("encrypted"),
                        row.getString("kms_key_id")))
                .list();
    }
}
