package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;

/** One grain to be inflated. */
final class InflateTask extends GrainCrew.Task<DeflatedGrain> {
    private final ByteBuffer compressed;
    private ByteBuffer destination = ByteBuffer.allocate(0);
    private long markerBytes;
    private int neededBytes;

    /** @param grainBytes the size of a grain */
    InflateTask(int grainBytes) {
        this.compressed = ByteBuffer.allocate(DeflatedGrain.maxCompressedBytes(grainBytes));
    }

    /**
     * Prepares it.
     *
     * @param bytes compressed; copied
     * @param marker where in the file the grain's marker is, for messages
     * @param into room for one grain; what comes out is behind its position afterwards
     * @param needed so many bytes of it must come out at least
     */
    void prepare(ByteBuffer bytes, long marker, ByteBuffer into, int needed) {
        compressed.clear().put(bytes).flip();
        destination = into;
        markerBytes = marker;
        neededBytes = needed;
    }

    @Override
    void work(DeflatedGrain inflating) {
        int from = destination.position();
        inflating.inflate(compressed, markerBytes, destination);
        if (destination.position() - from < neededBytes) {
            throw inflating.damaged(markerBytes, "has only " + (destination.position() - from) + " bytes");
        }
    }
}
