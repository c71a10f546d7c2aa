package io.github.migrationconnector.diskstreaming.internal.retry;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The one wrapper that tries puts again. */
public final class RetryingSnapshotWriter implements SnapshotWriter {
    private final SnapshotWriter writer;
    private final Retrier retrier;
    private final Consumer<Problem> onFailure;
    private volatile boolean closed;

    /**
     * @param writer makes one attempt at a time
     * @param retrier says when to try again
     * @param onFailure is told of each failed attempt
     */
    public RetryingSnapshotWriter(SnapshotWriter writer, Retrier retrier, Consumer<Problem> onFailure) {
        this.writer = writer;
        this.retrier = retrier;
        this.onFailure = onFailure;
    }

    @Override
    public OpenSnapshot snapshot() {
        return writer.snapshot();
    }

    @Override
    public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
        return retrier.attempt(() -> closed ? closedFuture() : writer.put(index, block.duplicate(), digest), onFailure);
    }

    private static CompletableFuture<Void> closedFuture() {
        return CompletableFuture.failedFuture(Problem.fatal("WRITER_CLOSED", "The snapshot's writer was closed.", "")
                .asException());
    }

    /** One attempt: whoever calls it waits, and may wait in its own way. */
    @Override
    public void complete(int blocksPut, BlockDigest checksum) {
        writer.complete(blocksPut, checksum);
    }

    @Override
    public void close() {
        closed = true;
        writer.close();
    }
}
