package io.github.migrationconnector.vmdk;

import java.util.Objects;

/**
 * One extent line of a descriptor.
 *
 * @param type how its bytes are stored
 * @param sizeSectors how much of the disk it holds, in sectors of 512 bytes
 * @param fileName where; empty for {@link ExtentType#ZERO}
 * @param offsetSectors where in that file it begins, in sectors
 */
public record VmdkExtent(ExtentType type, long sizeSectors, String fileName, long offsetSectors) {
    /** Bytes of a sector: every size and offset of a descriptor counts these (Virtual Disk Format 5.0). */
    public static final int SECTOR_BYTES = 512;

    /** More than any disk that ESXi knows (62 TiB), and far from an overflow. */
    static final long MAX_SECTORS = 1L << 40;

    public VmdkExtent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(fileName, "fileName");
        if (sizeSectors < 1 || sizeSectors > MAX_SECTORS || offsetSectors < 0 || offsetSectors > MAX_SECTORS) {
            throw new IllegalArgumentException("an extent of " + sizeSectors + " sectors at " + offsetSectors);
        }
        if (fileName.isEmpty() != (type == ExtentType.ZERO)) {
            throw new IllegalArgumentException("file name '" + fileName + "' of an extent of type " + type);
        }
    }

    public long sizeBytes() {
        return sizeSectors * SECTOR_BYTES;
    }

    public long offsetBytes() {
        return offsetSectors * SECTOR_BYTES;
    }
}
