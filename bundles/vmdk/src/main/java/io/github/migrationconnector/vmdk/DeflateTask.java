package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;

/** One grain to be deflated. */
final class DeflateTask extends GrainCrew.Task<GrainDeflater> {
    private final ByteBuffer content;
    private final ByteBuffer compressed;
    private long number;

    /** @param grainBytes the size of a grain */
    DeflateTask(int grainBytes) {
        this.content = ByteBuffer.allocate(grainBytes);
        this.compressed = ByteBuffer.allocate(DeflatedGrain.maxCompressedBytes(grainBytes));
    }

    /**
     * Prepares it.
     *
     * @param grain which grain of the disk
     * @param bytes its content; copied, and filled up with zeros
     */
    void prepare(long grain, ByteBuffer bytes) {
        number = grain;
        content.clear().put(bytes);
        while (content.hasRemaining()) {
            content.put((byte) 0);
        }
        content.flip();
    }

    @Override
    void work(GrainDeflater deflating) {
        deflating.deflate(content, compressed.clear());
        compressed.flip();
    }

    long number() {
        return number;
    }

    ByteBuffer compressed() {
        return compressed;
    }
}
