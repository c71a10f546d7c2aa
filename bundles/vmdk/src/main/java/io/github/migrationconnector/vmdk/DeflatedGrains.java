package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;

/** The grains of a stream-optimized file, found by its directory and inflated side by side, ahead of their use. */
final class DeflatedGrains implements GrainStore {
    private static final int READ_AHEAD_BYTES = 512 * 1024;

    private final RandomAccess file;
    private final String name;
    private final GrainDirectory directory;
    private final FileWindow window;
    private final GrainsAhead ahead;
    private final int grainBytes;
    private boolean closed;

    /** @param name of the file, for messages */
    DeflatedGrains(RandomAccess file, String name, GrainDirectory directory) {
        this.file = file;
        this.name = name;
        this.directory = directory;
        this.grainBytes = directory.shape().grainBytes();
        this.window = new FileWindow(
                file, name, Math.max(READ_AHEAD_BYTES, 3 * DeflatedGrain.maxCompressedBytes(grainBytes)));
        this.ahead = new GrainsAhead(directory, name, this::prepare);
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        long offset = offsetBytes;
        while (destination.hasRemaining()) {
            int into = (int) (offset % grainBytes);
            int length = Math.min(destination.remaining(), grainBytes - into);
            int wanted = (into + destination.remaining() + grainBytes - 1) / grainBytes;
            ByteBuffer content = ahead.take(offset / grainBytes, wanted);
            destination.put(destination.position(), content, into, length);
            destination.position(destination.position() + length);
            offset += length;
            if (into + length == grainBytes) {
                ahead.advance();
            }
        }
    }

    private void prepare(InflateTask task, long grain, ByteBuffer room) throws InterruptedException {
        long marker = directory.find(grain);
        long sector = window.u64(marker, "a grain marker");
        long size = window.u32(marker + Long.BYTES, "a grain marker");
        if (sector != grain * (grainBytes / VmdkExtent.SECTOR_BYTES)) {
            throw VmdkProblem.damaged(
                    name, "the marker of grain " + grain, marker, "is that of another place, sector " + sector);
        }
        if (size < 1 || size > DeflatedGrain.maxCompressedBytes(grainBytes)) {
            throw VmdkProblem.damaged(name, "the marker of grain " + grain, marker, "says a size of " + size);
        }
        ByteBuffer compressed = window.bytes(marker + DeflatedGrain.MARKER_BYTES, (int) size, "a compressed grain");
        long left = directory.shape().capacityBytes() - grain * grainBytes;
        task.prepare(compressed, marker, room, (int) Math.min(grainBytes, left));
    }

    @Override
    public void close() {
        closed = true;
        ahead.close();
        file.close();
    }
}
