package io.github.migrationconnector.api.target;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/** Reads a completed snapshot back. Safe for use by several threads, but for the iterator. */
@ConsumerType
public interface SnapshotReader extends AutoCloseable {
    OpenSnapshot snapshot();

    /** The volume's size, whole GiB in bytes. */
    long volumeSizeBytes();

    /** Every block that is there, ascending, fetched page by page. */
    Iterator<PresentBlock> blocks();

    /**
     * Reads one block and checks its digest against the one that the target sends with it.
     *
     * @param block from {@link #blocks()}
     * @param destination room for one block from its position on; filled when the future is done
     */
    CompletableFuture<BlockDigest> read(PresentBlock block, ByteBuffer destination);

    /** Never throws. */
    @Override
    void close();
}
