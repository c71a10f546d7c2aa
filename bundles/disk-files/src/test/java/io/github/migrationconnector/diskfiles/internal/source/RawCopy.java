package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes what a reader reads into a sparse raw image, for QEMU to compare. */
final class RawCopy implements ExtentSink {
    private static final int ROOM_BYTES = 512 * 1024;

    private final FileChannel image;
    private ByteBuffer pending = ByteBuffer.allocate(0);
    private long pendingAt;
    private long zeroBytes;

    private final boolean overwriting;

    private RawCopy(FileChannel image) throws IOException {
        this.image = image;
        this.overwriting = image.size() > 0;
    }

    /**
     * Copies a whole disk.
     *
     * @return how many bytes were told as zeros without being read
     */
    static long copy(DiskReader reader, Path raw) throws Exception {
        return copy(reader, reader.wholeDisk(), raw);
    }

    /** Copies areas of a disk into an image that may be there already. */
    static long copy(DiskReader reader, Iterable<Extent> areas, Path raw) throws Exception {
        try (FileChannel image = FileChannel.open(raw, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            RawCopy sink = new RawCopy(image);
            reader.forEachExtent(areas, sink);
            sink.settle();
            long capacity = reader.description().capacityBytes();
            if (image.size() < capacity) {
                image.write(ByteBuffer.allocate(1), capacity - 1);
            }
            return sink.zeroBytes;
        }
    }

    @Override
    public ByteBuffer room(long offsetBytes, long lengthBytes) {
        settle();
        pending = ByteBuffer.allocate((int) Math.min(lengthBytes, ROOM_BYTES));
        pendingAt = offsetBytes;
        return pending;
    }

    @Override
    public void zeros(long offsetBytes, long lengthBytes) {
        settle();
        zeroBytes += lengthBytes;
        try {
            if (overwriting) {
                image.write(ByteBuffer.allocate(Math.toIntExact(lengthBytes)), offsetBytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void settle() {
        try {
            for (long at = pendingAt - pending.flip().position(); pending.hasRemaining(); ) {
                image.write(pending, at + pending.position());
            }
            pending = ByteBuffer.allocate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
