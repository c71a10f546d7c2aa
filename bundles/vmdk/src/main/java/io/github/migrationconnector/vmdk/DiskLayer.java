package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One link of a disk's chain, or a part of it: says which bytes it has, and reads them. Tables are read when they are
 * needed and only a bounded part of them is kept. Used by one thread at a time.
 */
@ProviderType
public interface DiskLayer extends AutoCloseable {
    /** How many bytes of the disk it covers. */
    long capacityBytes();

    /**
     * What lies at an offset.
     *
     * @param offsetBytes within the capacity
     * @param lengthBytes how far to look at most, within the capacity, at least 1
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VMDK_DAMAGED} with offset and field, or
     *     what the file throws
     */
    Run at(long offsetBytes, long lengthBytes) throws InterruptedException;

    /**
     * Fills a buffer.
     *
     * @param offsetBytes from here on; all of the bytes lie in {@link Run.Kind#STORED} runs
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException as {@link #at}
     */
    void read(long offsetBytes, ByteBuffer destination) throws InterruptedException;

    /** Closes its files. Never throws. */
    @Override
    void close();
}
