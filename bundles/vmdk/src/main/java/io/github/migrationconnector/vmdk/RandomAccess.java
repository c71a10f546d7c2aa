package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** A file that is read at any place: local, or behind a network. Used by one thread at a time. */
@ConsumerType
public interface RandomAccess extends AutoCloseable {
    /** How long it is. */
    long sizeBytes();

    /**
     * Fills a buffer from its position to its limit.
     *
     * @throws InterruptedException when the calling thread was interrupted; the file may then only be closed
     * @throws io.github.migrationconnector.api.problem.ConnectorException when it can't be read, or ends before the buffer
     *     is full
     */
    void read(long offsetBytes, ByteBuffer destination) throws InterruptedException;

    /** Never throws. */
    @Override
    void close();
}
