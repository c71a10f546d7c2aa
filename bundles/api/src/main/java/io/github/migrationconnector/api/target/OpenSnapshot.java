package io.github.migrationconnector.api.target;

/**
 * A snapshot that takes blocks.
 *
 * @param snapshotId its id at the target
 * @param blockSizeBytes the size of every block, as the target says (EBS: 524,288)
 * @param encrypted whether it is encrypted; then absent blocks of a snapshot without parent don't read as zeros
 */
public record OpenSnapshot(String snapshotId, int blockSizeBytes, boolean encrypted) {
    public OpenSnapshot {
        if (snapshotId.isBlank()) {
            throw new IllegalArgumentException("empty snapshot id");
        }
        if (blockSizeBytes < 512 || Integer.bitCount(blockSizeBytes) != 1) {
            throw new IllegalArgumentException("a block size of " + blockSizeBytes);
        }
    }
}
