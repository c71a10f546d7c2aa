package io.github.migrationconnector.api.source;

/**
 * A range of bytes on a disk.
 *
 * @param offsetBytes where it begins, from 0
 * @param lengthBytes how long it is, at least 1
 */
public record Extent(long offsetBytes, long lengthBytes) {
    public Extent {
        if (offsetBytes < 0 || lengthBytes < 1 || offsetBytes > Long.MAX_VALUE - lengthBytes) {
            throw new IllegalArgumentException("no extent: offset " + offsetBytes + ", length " + lengthBytes);
        }
    }

    /** The first byte behind it. */
    public long endBytes() {
        return offsetBytes + lengthBytes;
    }
}
