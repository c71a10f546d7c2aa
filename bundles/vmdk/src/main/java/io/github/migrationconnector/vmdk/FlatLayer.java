package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.util.Objects;

/** Bytes that lie in a file as the guest sees them: a FLAT or VMFS extent, or a raw image. */
public final class FlatLayer implements DiskLayer {
    private final RandomAccess file;
    private final long fileOffsetBytes;
    private final long capacityBytes;

    /**
     * @param file closed with the layer
     * @param fileOffsetBytes where in the file it begins
     * @param capacityBytes how many bytes of the file it covers
     */
    public FlatLayer(RandomAccess file, long fileOffsetBytes, long capacityBytes) {
        this.file = Objects.requireNonNull(file, "file");
        this.fileOffsetBytes = fileOffsetBytes;
        this.capacityBytes = capacityBytes;
        if (fileOffsetBytes < 0 || capacityBytes < 1 || capacityBytes > file.sizeBytes() - fileOffsetBytes) {
            throw new IllegalArgumentException(
                    capacityBytes + " bytes at " + fileOffsetBytes + " of a file of " + file.sizeBytes());
        }
    }

    @Override
    public long capacityBytes() {
        return capacityBytes;
    }

    @Override
    public Run at(long offsetBytes, long lengthBytes) {
        return new Run(Run.Kind.STORED, lengthBytes);
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        file.read(fileOffsetBytes + offsetBytes, destination);
    }

    @Override
    public void close() {
        file.close();
    }
}
