package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Times the puts of another writer.
 *
 * @param writer puts
 * @param figures keep the times
 */
record MeteredSnapshotWriter(SnapshotWriter writer, TransferFigures figures) implements SnapshotWriter {
    @Override
    public OpenSnapshot snapshot() {
        return writer.snapshot();
    }

    @Override
    public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
        return figures.timed(writer.put(index, block, digest));
    }

    @Override
    public void complete(int blocksPut, BlockDigest checksum) {
        writer.complete(blocksPut, checksum);
    }

    @Override
    public void close() {
        writer.close();
    }
}
