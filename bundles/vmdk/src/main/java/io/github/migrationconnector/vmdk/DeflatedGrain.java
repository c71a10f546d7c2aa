package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;

/** Inflates the grains of stream-optimized files (RFC 1950), never beyond a grain's size. */
final class DeflatedGrain implements GrainCrew.Codec {
    /** A marker in front of a grain: its first sector in 8 bytes, its compressed size in 4. */
    static final int MARKER_BYTES = 12;

    private static final int HEADER_BYTES = 2;
    private static final int CHECKSUM_BYTES = 4;

    private final String name;
    private final GrainInflater inflater = new GrainInflater();
    private final Adler32 checksum = new Adler32();

    /** @param name of the file, for messages */
    DeflatedGrain(String name) {
        this.name = name;
    }

    /** The largest size of a grain's compressed bytes: deflate adds at most a few bytes to each 16 KiB. */
    static int maxCompressedBytes(int grainBytes) {
        return grainBytes + grainBytes / 100 + 1024;
    }

    /**
     * Inflates one grain, and proves it by its checksum.
     *
     * @param compressed read from its position on; with an array of its own, as the destination
     * @param fileOffsetBytes where its marker is, for messages
     * @param destination room for one grain; what comes out is behind its position afterwards
     */
    void inflate(ByteBuffer compressed, long fileOffsetBytes, ByteBuffer destination) {
        if (!isZlib(compressed)) {
            throw damaged(fileOffsetBytes, "can't be inflated (no zlib header)");
        }
        byte[] out = destination.array();
        int first = destination.arrayOffset() + destination.position();
        int from = compressed.arrayOffset() + compressed.position();
        int to = from + compressed.remaining();
        int length;
        try {
            length = inflater.inflate(
                    compressed.array(), from + HEADER_BYTES, to, out, first, first + destination.remaining());
        } catch (DataFormatException e) {
            throw damaged(
                    fileOffsetBytes, e.getMessage() + ", " + (inflater.position() - from) + " bytes into its data");
        }
        if (to - inflater.position() < CHECKSUM_BYTES) {
            throw damaged(fileOffsetBytes, DeflateBits.ENDS_EARLY);
        }
        checksum.reset();
        checksum.update(out, first, length);
        int expected =
                compressed.order(ByteOrder.BIG_ENDIAN).getInt(compressed.position() + inflater.position() - from);
        if ((int) checksum.getValue() != expected) {
            throw damaged(fileOffsetBytes, "can't be inflated (its checksum is another)");
        }
        destination.position(destination.position() + length);
    }

    /** Two bytes say that it is deflate, without a dictionary, and prove themselves (RFC 1950, 2.2). */
    private static boolean isZlib(ByteBuffer compressed) {
        if (compressed.remaining() < HEADER_BYTES) {
            return false;
        }
        int method = compressed.get(compressed.position()) & 0xFF;
        int flags = compressed.get(compressed.position() + 1) & 0xFF;
        return (method & 0x0F) == 8 && method >>> 4 <= 7 && (flags & 0x20) == 0 && (method << 8 | flags) % 31 == 0;
    }

    /** What is wrong with a grain, to be thrown. */
    RuntimeException damaged(long fileOffsetBytes, String why) {
        return VmdkProblem.damaged(name, "a compressed grain", fileOffsetBytes, why);
    }

    @Override
    public void close() {
        // nothing but memory
    }
}
