package io.github.migrationconnector.replication.internal.domain;

import java.util.Objects;

/**
 * What the next run of a job builds on, for one disk: a completed EBS snapshot and the point in time that it holds. Change
 * id and snapshot belong together and are written together (correctness rule 5).
 *
 * @param diskKey device key
 * @param diskUuid UUID of the backing; another one is another disk
 * @param capacityBytes the disk's size then
 * @param changeId where changed-block tracking stood then; empty when it was off
 * @param snapshotId the completed EBS snapshot
 * @param transferId the transfer that made it, whose digests are kept
 * @param encrypted whether the snapshot is encrypted
 * @param kmsKeyId the KMS key that the job asked for; empty for the account's own choice
 */
public record Checkpoint(
        int diskKey,
        String diskUuid,
        long capacityBytes,
        String changeId,
        String snapshotId,
        String transferId,
        boolean encrypted,
        String kmsKeyId) {
    public Checkpoint {
        Objects.requireNonNull(diskUuid, "diskUuid");
        Objects.requireNonNull(changeId, "changeId");
        Objects.requireNonNull(transferId, "transferId");
        Objects.requireNonNull(kmsKeyId, "kmsKeyId");
        if (snapshotId.isEmpty()) {
            throw new IllegalArgumentException("a checkpoint without a snapshot");
        }
    }
}
