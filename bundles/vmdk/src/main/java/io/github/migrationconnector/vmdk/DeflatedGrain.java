package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates the grains of stream-optimized files (RFC 1950), never beyond a grain's size. */
final class DeflatedGrain implements GrainCrew.Codec {
    /** A marker in front of a grain: its first sector in 8 bytes, its compressed size in 4. */
    static final int MARKER_BYTES = 12;

    private final String name;
    private final Inflater inflater = new Inflater();
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
     * Inflates one grain.
     *
     * @param fileOffsetBytes where its marker is, for messages
     * @param destination room for one grain; what comes out is behind its position afterwards
     */
    void inflate(ByteBuffer compressed, long fileOffsetBytes, ByteBuffer destination) {
        try {
            inflater.reset();
            inflater.setInput(compressed);
            while (destination.hasRemaining()) {
                if (inflater.inflate(destination) == 0) {
                    break;
                }
            }
            if (!inflater.finished() && inflater.inflate(overflow.clear()) > 0) {
                throw damaged(fileOffsetBytes, "is longer than a grain");
            }
            if (!inflater.finished()) {
                throw damaged(fileOffsetBytes, "ends too early");
            }
        } catch (DataFormatException e) {
            throw damaged(fileOffsetBytes, "can't be inflated (" + e.getMessage() + ")");
        }
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
