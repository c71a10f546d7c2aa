package io.github.migrationconnector.api.source;

import io.github.migrationconnector.api.problem.Problem;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A disk in memory. Delivers runs of zeros of a page or more as zeros, all else as bytes. */
public final class InMemoryDisk implements DiskReader {
    private static final int PAGE_BYTES = 4096;

    private final String version;
    private final byte[] content;
    private final AtomicLong bytesRead = new AtomicLong();
    private boolean closed;

    /**
     * @param version tells this content from another, as a change of the disk would
     * @param content used as it is, not copied
     */
    public InMemoryDisk(String version, byte[] content) {
        this.version = version;
        this.content = content;
    }

    @Override
    public DiskDescription description() {
        return new DiskDescription(
                "memory",
                content.length,
                Map.of("version", version),
                List.of(new DiskFile("memory", "memory", content.length, version)));
    }

    @Override
    public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        if (closed) {
            throw Problem.fatal("READER_CLOSED", "The disk was closed.", "").asException();
        }
        for (Extent area : new AscendingAreas(content.length, areas)) {
            int offset = (int) area.offsetBytes();
            while (offset < area.endBytes()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                offset += deliver(offset, (int) area.endBytes(), sink);
            }
        }
    }

    /** How many bytes were asked of it, holes included. */
    public long bytesRead() {
        return bytesRead.get();
    }

    private int deliver(int offset, int end, ExtentSink sink) throws InterruptedException {
        int zeros = Arrays.mismatch(content, offset, end, new byte[end - offset], 0, end - offset);
        int zeroBytes = zeros < 0 ? end - offset : zeros;
        if (zeroBytes >= PAGE_BYTES) {
            sink.zeros(offset, zeroBytes);
            bytesRead.addAndGet(zeroBytes);
            return zeroBytes;
        }
        ByteBuffer room = sink.room(offset, Math.min(end - offset, 16 * PAGE_BYTES));
        int length = room.remaining();
        room.put(content, offset, length);
        bytesRead.addAndGet(length);
        return length;
    }

    @Override
    public void close() {
        closed = true;
    }
}
