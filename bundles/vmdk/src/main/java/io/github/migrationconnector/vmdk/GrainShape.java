package io.github.migrationconnector.vmdk;

/**
 * How a sparse file divides its disk.
 *
 * @param capacityBytes what it covers
 * @param grainBytes one grain, a power of two
 * @param tableGrains how many grains one grain table knows
 */
record GrainShape(long capacityBytes, int grainBytes, int tableGrains) {
    /** Larger grains are never written (64 KiB is usual), and one grain is held in memory. */
    static final int MAX_GRAIN_BYTES = 1 << 20;

    GrainShape {
        if (capacityBytes < 1 || capacityBytes > VmdkExtent.MAX_SECTORS * VmdkExtent.SECTOR_BYTES) {
            throw new IllegalArgumentException("a capacity of " + capacityBytes + " bytes");
        }
        if (grainBytes < VmdkExtent.SECTOR_BYTES || grainBytes > MAX_GRAIN_BYTES || Integer.bitCount(grainBytes) != 1) {
            throw new IllegalArgumentException("grains of " + grainBytes + " bytes");
        }
        if (tableGrains < 1 || tableGrains > 1 << 16) {
            throw new IllegalArgumentException("tables of " + tableGrains + " grains");
        }
    }

    long grain(long offsetBytes) {
        return offsetBytes / grainBytes;
    }

    long tableBytes() {
        return (long) grainBytes * tableGrains;
    }

    /** How many tables the whole disk has. */
    long tables() {
        return (capacityBytes + tableBytes() - 1) / tableBytes();
    }

    /** The same, of a disk that is shorter. */
    GrainShape cutTo(long bytes) {
        return new GrainShape(bytes, grainBytes, tableGrains);
    }
}
