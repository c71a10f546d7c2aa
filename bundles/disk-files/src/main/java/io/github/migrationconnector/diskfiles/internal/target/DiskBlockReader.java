package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.api.target.SnapshotReader;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Reads an image of whatever format back, block by block: every block is there, the last one padded with zeros. */
final class DiskBlockReader implements SnapshotReader {
    private static final long GIB = 1L << 30;

    private final OpenSnapshot snapshot;
    private final DiskReader disk;
    private final long capacityBytes;

    /** @param disk closed with the reader */
    DiskBlockReader(OpenSnapshot snapshot, DiskReader disk) {
        this.snapshot = snapshot;
        this.disk = disk;
        this.capacityBytes = disk.description().capacityBytes();
    }

    @Override
    public OpenSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public long volumeSizeBytes() {
        return (capacityBytes + GIB - 1) / GIB * GIB;
    }

    @Override
    public Iterator<PresentBlock> blocks() {
        int count = Math.toIntExact((capacityBytes + BlockImage.BLOCK_BYTES - 1) / BlockImage.BLOCK_BYTES);
        return IntStream.range(0, count)
                .mapToObj(index -> new PresentBlock(index, ""))
                .iterator();
    }

    @Override
    public synchronized CompletableFuture<BlockDigest> read(PresentBlock block, ByteBuffer destination) {
        ByteBuffer room = destination.slice().limit(BlockImage.BLOCK_BYTES);
        long offset = (long) block.index() * BlockImage.BLOCK_BYTES;
        long length = Math.min(BlockImage.BLOCK_BYTES, capacityBytes - offset);
        try {
            disk.forEachExtent(List.of(new Extent(offset, length)), into(room));
            room.limit(BlockImage.BLOCK_BYTES);
            room.put(new byte[room.remaining()]);
            destination.position(destination.position() + BlockImage.BLOCK_BYTES);
            return CompletableFuture.completedFuture(DirectorySnapshotReader.digest(room.flip()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(e);
        } catch (ConnectorException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ExtentSink into(ByteBuffer room) {
        return new ExtentSink() {
            @Override
            public ByteBuffer room(long offsetBytes, long lengthBytes) {
                return room.limit(room.position() + (int) lengthBytes);
            }

            @Override
            public void zeros(long offsetBytes, long lengthBytes) {
                room.limit(room.capacity());
                room.put(new byte[(int) lengthBytes]);
            }
        };
    }

    @Override
    public void close() {
        disk.close();
    }
}
