package io.github.migrationconnector.benchmarks;

import io.github.migrationconnector.vmdk.RandomAccess;
import java.nio.ByteBuffer;

/**
 * A file that is in memory up to some byte, and zeros behind it.
 *
 * @param start its first bytes
 * @param sizeBytes of the whole
 */
record DiskInMemory(byte[] start, long sizeBytes) implements RandomAccess {
    private static final byte[] ZEROS = new byte[64 * 1024];

    @Override
    public void read(long offsetBytes, ByteBuffer destination) {
        if (offsetBytes < start.length) {
            int known = (int) Math.min(destination.remaining(), start.length - offsetBytes);
            destination.put(start, (int) offsetBytes, known);
        }
        while (destination.hasRemaining()) {
            destination.put(ZEROS, 0, Math.min(ZEROS.length, destination.remaining()));
        }
    }

    @Override
    public void close() {
        // holds nothing
    }
}
