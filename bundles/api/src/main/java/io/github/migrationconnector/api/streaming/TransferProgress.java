package io.github.migrationconnector.api.streaming;

import java.util.Objects;

/**
 * How far a transfer is. All counts are of snapshot blocks and include what an earlier attempt did.
 *
 * @param stage what it does
 * @param snapshotId the snapshot that is written; empty before it is started
 * @param blockSizeBytes size of a block; 0 before it is known
 * @param blocksInScope how many are to be read
 * @param blocksDone how many are decided: put, left out as zero, or equal to the parent's
 * @param blocksPut how many were put and acknowledged
 * @param blocksZero how many were left out as zero
 * @param blocksUnchanged how many were read and equal the parent's
 */
public record TransferProgress(
        TransferStage stage,
        String snapshotId,
        int blockSizeBytes,
        long blocksInScope,
        long blocksDone,
        long blocksPut,
        long blocksZero,
        long blocksUnchanged) {
    public TransferProgress {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(snapshotId, "snapshotId");
    }

    /** Bytes put and acknowledged. */
    public long bytesPut() {
        return blocksPut * blockSizeBytes;
    }
}
