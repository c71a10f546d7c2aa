package io.github.migrationconnector.api.source;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes the bytes that a {@link DiskReader} reads, in ascending order and without gaps inside an area.
 *
 * <p>The sink gives out the memory, so that a byte is written once, where it is sent from. It may block: that is how a
 * slow target holds a fast source.
 */
@ConsumerType
public interface ExtentSink {
    /**
     * Room for the bytes from an offset on. The reader fills the whole buffer, from its position to its limit, before it
     * makes the next call; what it does not fill is an error of the reader.
     *
     * @param offsetBytes where the previous call ended, or where an area begins
     * @param lengthBytes how many bytes the reader has to give
     * @return between 1 and {@code lengthBytes} bytes of room
     * @throws InterruptedException when the transfer is to stop
     */
    ByteBuffer room(long offsetBytes, long lengthBytes) throws InterruptedException;

    /**
     * Bytes known to be zero without reading them: a hole, an unallocated grain.
     *
     * @throws InterruptedException when the transfer is to stop
     */
    void zeros(long offsetBytes, long lengthBytes) throws InterruptedException;
}
