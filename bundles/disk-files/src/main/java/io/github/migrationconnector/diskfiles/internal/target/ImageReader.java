package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.api.target.SnapshotReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Reads a disk image back: every block is there, the last one padded with zeros. */
final class ImageReader implements SnapshotReader {
    private static final long GIB = 1L << 30;

    private final OpenSnapshot snapshot;
    private final Path path;
    private final FileChannel file;
    private final long sizeBytes;

    ImageReader(OpenSnapshot snapshot, Path path) {
        this.snapshot = snapshot;
        this.path = path;
        try {
            this.file = FileChannel.open(path, StandardOpenOption.READ);
            this.sizeBytes = file.size();
        } catch (IOException e) {
            throw StoreProblem.io(path, e);
        }
    }

    @Override
    public OpenSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public long volumeSizeBytes() {
        return (sizeBytes + GIB - 1) / GIB * GIB;
    }

    @Override
    public Iterator<PresentBlock> blocks() {
        int count = Math.toIntExact((sizeBytes + BlockImage.BLOCK_BYTES - 1) / BlockImage.BLOCK_BYTES);
        return IntStream.range(0, count)
                .mapToObj(index -> new PresentBlock(index, ""))
                .iterator();
    }

    @Override
    public CompletableFuture<BlockDigest> read(PresentBlock block, ByteBuffer destination) {
        ByteBuffer room = destination.slice().limit(BlockImage.BLOCK_BYTES);
        try {
            long offset = (long) block.index() * BlockImage.BLOCK_BYTES;
            while (room.hasRemaining()) {
                int count = file.read(room, offset);
                if (count < 0) {
                    room.put(new byte[room.remaining()]);
                } else {
                    offset += count;
                }
            }
            destination.position(destination.position() + BlockImage.BLOCK_BYTES);
            return CompletableFuture.completedFuture(DirectorySnapshotReader.digest(room.flip()));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(StoreProblem.io(path, e));
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // a file that was only read loses nothing
            return;
        }
    }
}
