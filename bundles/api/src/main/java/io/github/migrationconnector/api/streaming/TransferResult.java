package io.github.migrationconnector.api.streaming;

import io.github.migrationconnector.api.target.BlockDigest;
import java.util.Objects;

/**
 * A finished transfer.
 *
 * @param progress the final counts; the stage is {@link TransferStage#DONE}
 * @param capacityBytes the disk's size
 * @param digest SHA-256 over the digests of all the disk's blocks by ascending index, holes as blocks of zeros, the last
 *     block padded with zeros: equal disks have equal digests, whichever blocks were put
 * @param encrypted whether the snapshot is encrypted
 */
public record TransferResult(TransferProgress progress, long capacityBytes, BlockDigest digest, boolean encrypted) {
    public TransferResult {
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(digest, "digest");
    }
}
