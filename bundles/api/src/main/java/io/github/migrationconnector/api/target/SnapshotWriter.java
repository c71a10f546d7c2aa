package io.github.migrationconnector.api.target;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;

/** Puts the blocks of one open snapshot. Safe for use by several threads. Every adapter passes {@code SnapshotWriterContract}. */
@ConsumerType
public interface SnapshotWriter extends AutoCloseable {
    OpenSnapshot snapshot();

    /**
     * Puts one block. Putting an index again replaces it. One attempt: retrying is the caller's.
     *
     * @param index from 0
     * @param block exactly one block's bytes between position and limit; its position may move. The writer reads it
     *     until the answer is there and never after, so the caller may use it again then
     * @param digest SHA-256 of these bytes, checked at the other end
     * @return done when the target has acknowledged the block; failed with a ConnectorException otherwise: of code {@link
     *     SnapshotTarget#THROTTLED} when calls come too fast
     * @throws IllegalArgumentException when the buffer does not hold exactly one block
     */
    CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest);

    /**
     * Says that all blocks are there. The snapshot is {@link SnapshotState#PENDING} for a while after that: ask
     * {@link SnapshotTarget.Snapshots#state}. May be called again with the same arguments.
     *
     * @param blocksPut how many different blocks were put into this snapshot
     * @param checksum SHA-256 over the raw digests of the blocks that were put, by ascending index (LINEAR)
     * @throws io.github.migrationconnector.api.problem.ConnectorException when count or checksum are not the target's; the
     *     snapshot stays open then
     */
    void complete(int blocksPut, BlockDigest checksum);

    /** Lets go of connections; the snapshot stays as it is. Puts under way fail. Never throws. */
    @Override
    void close();
}
