package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Deflates grains (RFC 1950), always the same bytes for the same grain. */
final class GrainDeflater implements GrainCrew.Codec {
    /** As zlib's own default and QEMU's: what is smaller with a higher level is not worth its time. */
    private static final int LEVEL = 6;

    private final Deflater deflater = new Deflater(LEVEL);

    /** @param destination with room for {@link DeflatedGrain#maxCompressedBytes} */
    void deflate(ByteBuffer grain, ByteBuffer destination) {
        deflater.reset();
        deflater.setInput(grain);
        deflater.finish();
        while (!deflater.finished()) {
            if (deflater.deflate(destination) == 0 && !deflater.finished()) {
                throw new IllegalStateException("a grain grew by more than deflate can");
            }
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
