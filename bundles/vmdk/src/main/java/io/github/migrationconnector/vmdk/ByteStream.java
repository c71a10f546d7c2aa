package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** Bytes that come once, from the first to the last: a lease's answer, a file in an archive. Used by one thread. */
@ConsumerType
@FunctionalInterface
public interface ByteStream {
    /**
     * Reads some bytes.
     *
     * @param destination with room; gets at least one byte unless the stream is at its end
     * @return whether anything was read: false is the end
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException when it can't be read
     */
    boolean read(ByteBuffer destination) throws InterruptedException;
}
