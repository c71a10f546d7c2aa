package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes bytes from the first to the last: a file that is written, a stream. Used by one thread. */
@ConsumerType
@FunctionalInterface
public interface ByteOutput {
    /**
     * Takes all of the bytes between position and limit.
     *
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException when they can't be written
     */
    void write(ByteBuffer bytes) throws InterruptedException;
}
