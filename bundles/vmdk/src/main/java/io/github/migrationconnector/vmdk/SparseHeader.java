package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a hosted sparse file, which a stream-optimized file has again at its end. Format: VMware, Virtual Disk
 * Format 5.0, "Hosted Sparse Extents"; byte offsets in comments there and here count from the header's start.
 *
 * @param shape capacity, grain size, table size
 * @param directoryBytes where the grain directory is; {@link #AT_END} when a footer says it
 * @param redundantBytes where the second directory is, 0 without
 * @param descriptorBytes where the embedded descriptor is, 0 without
 * @param descriptorLength its length with padding
 * @param overheadBytes where the first grain may be
 * @param compressed whether grains are deflated and have markers
 * @param zeroedGrains whether an entry of 1 stands for zeros
 */
record SparseHeader(
        GrainShape shape,
        long directoryBytes,
        long redundantBytes,
        long descriptorBytes,
        int descriptorLength,
        long overheadBytes,
        boolean compressed,
        boolean zeroedGrains) {
    static final int BYTES = 512;

    /** Of {@link #directoryBytes}: it is not known before the end of the file. */
    static final long AT_END = -1;

    private static final int MAGIC = 0x564D444B;
    private static final int MAX_VERSION = 3;
    private static final int FLAG_NEW_LINES = 1;
    private static final int FLAG_REDUNDANT = 2;
    private static final int FLAG_ZEROED_GRAINS = 4;
    private static final int FLAG_COMPRESSED = 0x1_0000;
    private static final int FLAG_MARKERS = 0x2_0000;
    private static final int DEFLATE = 1;

    /** "\n \r\n": what a transfer as text would have changed. */
    private static final int NEW_LINES = 0x0A0D_200A;

    /**
     * Reads a header.
     *
     * @param bytes its 512 bytes
     * @param name of the file, for messages
     * @param at where in the file it lies, for messages
     */
    static SparseHeader parse(byte[] bytes, String name, long at) {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != MAGIC) {
            throw VmdkProblem.damaged(name, "the header's magic", at, "is not KDMV");
        }
        int version = header.getInt(4);
        if (version < 1 || version > MAX_VERSION) {
            throw VmdkProblem.notSupported(name, "has a header of version " + Integer.toUnsignedString(version));
        }
        int flags = header.getInt(8);
        if (header.get(72) != 0) {
            throw VmdkProblem.unclean(name, "was not closed by what wrote it (uncleanShutdown)");
        }
        if ((flags & FLAG_NEW_LINES) != 0 && header.getInt(73) != NEW_LINES) {
            throw VmdkProblem.damaged(
                    name, "the line ends test", at + 73, "was changed: the file was transferred as text");
        }
        try {
            return of(header, flags, name);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw VmdkProblem.damaged(name, "the header", at, "says " + e.getMessage());
        }
    }

    private static SparseHeader of(ByteBuffer header, int flags, String name) {
        GrainShape shape = new GrainShape(
                bytes(header.getLong(12)), Math.toIntExact(bytes(header.getLong(20))), header.getInt(44));
        boolean compressed = (flags & FLAG_COMPRESSED) != 0;
        if (compressed && (header.getShort(77) != DEFLATE || (flags & FLAG_MARKERS) == 0)) {
            throw VmdkProblem.notSupported(name, "has compressed grains of another kind than deflate with markers");
        }
        long directory = header.getLong(56);
        return new SparseHeader(
                shape,
                directory == AT_END ? AT_END : bytes(directory),
                (flags & FLAG_REDUNDANT) != 0 ? bytes(header.getLong(48)) : 0,
                bytes(header.getLong(28)),
                Math.toIntExact(bytes(header.getLong(36))),
                bytes(header.getLong(64)),
                compressed,
                (flags & FLAG_ZEROED_GRAINS) != 0);
    }

    /** A footer has no descriptor of its own. */
    SparseHeader withDescriptorOf(SparseHeader first) {
        return new SparseHeader(
                shape,
                directoryBytes,
                redundantBytes,
                first.descriptorBytes,
                first.descriptorLength,
                first.overheadBytes,
                compressed,
                zeroedGrains);
    }

    private static long bytes(long sectors) {
        if (sectors < 0 || sectors > VmdkExtent.MAX_SECTORS) {
            throw new IllegalArgumentException("a number of sectors of " + Long.toUnsignedString(sectors));
        }
        return sectors * VmdkExtent.SECTOR_BYTES;
    }
}
