package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Parts of a file, one behind the other, as a file of its own.
 *
 * @param file closed with it
 * @param places which parts, in their order
 */
record JoinedFile(RandomAccess file, List<Extent> places) implements RandomAccess {
    JoinedFile {
        places = List.copyOf(places);
    }

    @Override
    public long sizeBytes() {
        return places.stream().mapToLong(Extent::lengthBytes).sum();
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        if (offsetBytes < 0 || offsetBytes > sizeBytes() - destination.remaining()) {
            throw new IllegalArgumentException("outside of the file: " + offsetBytes);
        }
        long into = offsetBytes;
        for (Extent place : places) {
            if (into < place.lengthBytes() && destination.hasRemaining()) {
                int length = (int) Math.min(destination.remaining(), place.lengthBytes() - into);
                file.read(place.offsetBytes() + into, destination.slice(destination.position(), length));
                destination.position(destination.position() + length);
                into = 0;
            } else {
                into -= Math.min(into, place.lengthBytes());
            }
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
