package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.nio.ByteBuffer;

/**
 * A part of a file, as a file of its own.
 *
 * @param file closed with the slice
 * @param place which part
 */
record FileSlice(RandomAccess file, Extent place) implements RandomAccess {
    @Override
    public long sizeBytes() {
        return place.lengthBytes();
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        if (offsetBytes < 0 || offsetBytes > place.lengthBytes() - destination.remaining()) {
            throw new IllegalArgumentException("outside of the file: " + offsetBytes);
        }
        file.read(place.offsetBytes() + offsetBytes, destination);
    }

    @Override
    public void close() {
        file.close();
    }
}
