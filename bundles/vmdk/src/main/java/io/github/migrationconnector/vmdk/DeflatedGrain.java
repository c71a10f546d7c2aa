package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates the grains of stream-optimized files (RFC 1950), never beyond a grain's size. */
final class DeflatedGrain implements GrainCrew.Codec {
    /** A marker in front of a grain: its first sector in 8 bytes, its compressed size in 4. */
    static final int MARKER_BYTES = 12;

    private static final int HEADER_BYTES = 2;
    private static final int CHECKSUM_BYTES = 4;

    private final String name;
    // without zlib's wrapper, whose checksum the JDK computes some times faster than zlib does
    private final Inflater inflater = new Inflater(true);
    private final Adler32 checksum = new Adler32();
    private final ByteBuffer overflow = ByteBuffer.allocate(1);

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
     * @param compressed read from its position on
     * @param fileOffsetBytes where its marker is, for messages
     * @param destination room for one grain; what comes out is behind its position afterwards
     */
    void inflate(ByteBuffer compressed, long fileOffsetBytes, ByteBuffer destination) {
        if (!isZlib(compressed)) {
            throw damaged(fileOffsetBytes, "can't be inflated (no zlib header)");
        }
        int from = destination.position();
        try {
            inflater.reset();
            inflater.setInput(compressed.position(compressed.position() + HEADER_BYTES));
            while (destination.hasRemaining()) {
                if (inflater.inflate(destination) == 0) {
                    break;
                }
            }
            if (!inflater.finished() && inflater.inflate(overflow.clear()) > 0) {
                throw damaged(fileOffsetBytes, "is longer than a grain");
            }
            if (!inflater.finished() || compressed.remaining() < CHECKSUM_BYTES) {
                throw damaged(fileOffsetBytes, "ends too early");
            }
        } catch (DataFormatException e) {
            throw damaged(fileOffsetBytes, "can't be inflated (" + e.getMessage() + ")");
        }
        checksum.reset();
        checksum.update(destination.duplicate().flip().position(from));
        if ((int) checksum.getValue() != compressed.order(ByteOrder.BIG_ENDIAN).getInt()) {
            throw damaged(fileOffsetBytes, "can't be inflated (its checksum is another)");
        }
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
        inflater.end();
    }
}
