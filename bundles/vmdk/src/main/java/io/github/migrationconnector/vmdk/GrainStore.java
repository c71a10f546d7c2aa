package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;

/** Reads grains that a {@link GrainDirectory} has found. */
interface GrainStore extends AutoCloseable {
    /** Fills a buffer; all of the bytes lie in stored grains. */
    void read(long offsetBytes, ByteBuffer destination) throws InterruptedException;

    @Override
    void close();
}
