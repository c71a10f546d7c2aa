package io.github.migrationconnector.diskstreaming.internal;

/**
 * A disk in blocks, and the volume that it becomes.
 *
 * @param capacityBytes the disk's size
 * @param blockSizeBytes size of a block
 */
record DiskGeometry(long capacityBytes, int blockSizeBytes) {
    private static final long GIB = 1L << 30;

    /** Blocks of the disk, the padded last one included. */
    int blocks() {
        return Math.toIntExact((capacityBytes + blockSizeBytes - 1) / blockSizeBytes);
    }

    /** Blocks of the volume, which is whole GiB. */
    int volumeBlocks() {
        return Math.toIntExact((capacityBytes + GIB - 1) / GIB * (GIB / blockSizeBytes));
    }
}
