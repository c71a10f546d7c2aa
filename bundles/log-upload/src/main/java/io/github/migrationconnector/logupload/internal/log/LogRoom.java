package io.github.migrationconnector.logupload.internal.log;

import io.github.migrationconnector.api.log.LogFile;
import io.github.migrationconnector.api.log.LogSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the logs within their room: together below a cap, and when their disk is full, as little as is of use. Whatever else
 * is on that disk, jobs, journals and secrets, is worth more than they are.
 */
final class LogRoom {
    private static final Logger LOG = LoggerFactory.getLogger(LogRoom.class);

    /** Of a file that is written to, when the disk is full: enough to see what led to it. */
    private static final int TAIL_BYTES = 128 << 10;

    /** A small disk is not called full as long as a tenth is free. */
    private static final int PART_TO_KEEP_FREE = 10;

    private final LogDirectory directory;
    private final LongSupplier free;
    private volatile Bounds bounds;
    private volatile boolean shrunk;

    /**
     * How much.
     *
     * @param capBytes all logs together
     * @param keepFreeBytes of their disk
     */
    record Bounds(long capBytes, long keepFreeBytes) {}

    LogRoom(LogDirectory directory, Bounds bounds, LongSupplier free) {
        this.directory = directory;
        this.bounds = bounds;
        this.free = free;
    }

    void bounds(Bounds changed) {
        bounds = changed;
    }

    /** How many bytes are free where a directory is. */
    static LongSupplier freeAt(Path place) {
        return () -> {
            try {
                return Files.getFileStore(place).getUsableSpace();
            } catch (IOException unknown) {
                return Long.MAX_VALUE;
            }
        };
    }

    /** The bounds for a disk of a size. */
    static Bounds on(Path place, long capBytes, long keepFreeBytes) {
        try {
            FileStore store = Files.getFileStore(place);
            return new Bounds(capBytes, Math.min(keepFreeBytes, store.getTotalSpace() / PART_TO_KEEP_FREE));
        } catch (IOException unknown) {
            return new Bounds(capBytes, keepFreeBytes);
        }
    }

    LogSpace space() {
        return new LogSpace(bytes(directory.files()), bounds.capBytes(), free.getAsLong(), shrunk);
    }

    /** Looks after it. */
    void tend() {
        List<LogFile> files = directory.files();
        long bytes = bytes(files);
        boolean full = isFull();
        for (int i = files.size() - 1; i >= 0 && (bytes > bounds.capBytes() || isFull()); i--) {
            LogFile oldest = files.get(i);
            if (!oldest.current() && remove(directory.file(oldest))) {
                bytes -= oldest.bytes();
            }
        }
        if (isFull()) {
            files.stream()
                    .filter(file -> file.current() && file.bytes() > TAIL_BYTES)
                    .forEach(file -> keepTail(directory.file(file)));
        }
        if (full && !shrunk) {
            LOG.warn("The disk is full: the logs were shrunk to {} bytes", bytes(directory.files()));
        }
        shrunk = full || (shrunk && free.getAsLong() < 2 * bounds.keepFreeBytes());
    }

    private boolean isFull() {
        return free.getAsLong() < bounds.keepFreeBytes();
    }

    private static boolean remove(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} can't be removed", file, e);
            return false;
        }
    }

    /** The log goes on at the end of the file, wherever that is by now. */
    private static void keepTail(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, TAIL_BYTES));
            while (tail.hasRemaining() && channel.read(tail, size - tail.capacity() + tail.position()) >= 0) {
                // until all of it is read
            }
            tail.flip();
            // from a whole line on
            while (tail.hasRemaining() && tail.get() != '\n') {
                // the rest of a line whose beginning is gone
            }
            channel.truncate(0);
            while (tail.hasRemaining()) {
                channel.write(tail, channel.size());
            }
        } catch (IOException e) {
            LOG.warn("{} can't be shortened", file, e);
        }
    }

    private static long bytes(List<LogFile> files) {
        return files.stream().mapToLong(LogFile::bytes).sum();
    }
}
