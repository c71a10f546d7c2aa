package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;

/**
 * Zeros that are stored nowhere: a ZERO extent.
 *
 * @param capacityBytes how many
 */
record ZeroLayer(long capacityBytes) implements DiskLayer {
    @Override
    public Run at(long offsetBytes, long lengthBytes) {
        return new Run(Run.Kind.ZEROS, lengthBytes);
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) {
        throw new IllegalStateException("nothing is stored");
    }

    @Override
    public void close() {
        // holds nothing
    }
}
