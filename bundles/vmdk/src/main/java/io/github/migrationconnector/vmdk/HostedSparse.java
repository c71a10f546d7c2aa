package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Opens hosted sparse files (monolithicSparse, twoGbMaxExtentSparse) and stream-optimized ones by their directory, which
 * may be at their end. Format: VMware, Virtual Disk Format 5.0.
 */
final class HostedSparse {
    private static final int FOOTER_MARKER = 3;

    private final RandomAccess file;
    private final String name;
    private final SparseHeader header;

    private HostedSparse(RandomAccess file, String name, SparseHeader header) {
        this.file = file;
        this.name = name;
        this.header = header;
    }

    /**
     * Reads the header, and the footer when there is one.
     *
     * @param name of the file, for messages
     */
    static HostedSparse open(RandomAccess file, String name) throws InterruptedException {
        SparseHeader first = header(file, name, 0);
        if (first.directoryBytes() != SparseHeader.AT_END) {
            return new HostedSparse(file, name, first);
        }
        // at the end: a sector with the footer's marker, the footer, a sector of zeros (end of stream)
        long footerAt = file.sizeBytes() - 2L * SparseHeader.BYTES;
        ByteBuffer marker = ByteBuffer.wrap(sector(file, name, footerAt - SparseHeader.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (marker.getLong(0) != 1 || marker.getInt(8) != 0 || marker.getInt(12) != FOOTER_MARKER) {
            throw VmdkProblem.damaged(
                    name, "the footer's marker", footerAt - SparseHeader.BYTES, "is not there: the file is cut off");
        }
        SparseHeader footer = header(file, name, footerAt);
        if (footer.directoryBytes() == SparseHeader.AT_END
                || !footer.shape().equals(first.shape())
                || footer.compressed() != first.compressed()) {
            throw VmdkProblem.damaged(name, "the footer", footerAt, "does not go with the header");
        }
        return new HostedSparse(file, name, footer.withDescriptorOf(first));
    }

    private static SparseHeader header(RandomAccess file, String name, long at) throws InterruptedException {
        return SparseHeader.parse(sector(file, name, at), name, at);
    }

    private static byte[] sector(RandomAccess file, String name, long at) throws InterruptedException {
        byte[] sector = new byte[SparseHeader.BYTES];
        if (at < 0 || at > file.sizeBytes() - sector.length) {
            throw VmdkProblem.damaged(name, "a header", at, "lies outside of the file");
        }
        file.read(at, ByteBuffer.wrap(sector));
        return sector;
    }

    boolean compressed() {
        return header.compressed();
    }

    long capacityBytes() {
        return header.shape().capacityBytes();
    }

    boolean hasDescriptor() {
        return header.descriptorBytes() != 0 && header.descriptorLength() != 0;
    }

    /** The text that is embedded in the file. */
    byte[] descriptor() throws InterruptedException {
        long at = header.descriptorBytes();
        int length = header.descriptorLength();
        if (length > DescriptorParser.MAX_BYTES || at > file.sizeBytes() - length) {
            throw VmdkProblem.damaged(name, "the embedded descriptor", at, "has a size of " + length + " bytes");
        }
        byte[] text = new byte[length];
        file.read(at, ByteBuffer.wrap(text));
        return text;
    }

    /**
     * Its grains.
     *
     * @param capacityBytes as the descriptor says; the file may know a little more, never less
     * @return closes the file
     */
    DiskLayer layer(long capacityBytes) {
        if (capacityBytes > header.shape().capacityBytes()) {
            throw VmdkProblem.damaged(
                    name,
                    "the capacity",
                    12,
                    "is " + header.shape().capacityBytes() + " bytes, the descriptor says " + capacityBytes);
        }
        long tables = header.shape().tables();
        if (header.directoryBytes() < SparseHeader.BYTES
                || header.directoryBytes() > file.sizeBytes() - tables * Integer.BYTES) {
            throw VmdkProblem.damaged(
                    name, "the grain directory's place", 56, "is " + header.directoryBytes() + ", outside of the file");
        }
        SparseDirectory directory = new SparseDirectory(file, header, name, capacityBytes);
        return new GrainLayer(
                directory,
                header.compressed()
                        ? new DeflatedGrains(file, name, directory)
                        : new PlainGrains(file, name, directory));
    }
}
