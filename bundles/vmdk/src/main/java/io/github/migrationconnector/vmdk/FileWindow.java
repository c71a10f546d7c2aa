package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The part of a file that was read last, kept in memory: tables and compressed grains are read from it piece by piece, so
 * that the file, which may be far away, is asked once for many of them. Its size bounds what a table may take.
 */
final class FileWindow {
    private static final int ALIGNMENT_BYTES = 4096;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(32 * 1024).asReadOnlyBuffer();

    private final RandomAccess file;
    private final String name;
    private final int mostBytes;
    private ByteBuffer content = ByteBuffer.allocate(0);
    private long startBytes;

    /**
     * @param name of the file, for messages
     * @param sizeBytes how much is kept, more than twice of what is asked for at once
     */
    FileWindow(RandomAccess file, String name, int sizeBytes) {
        this.file = file;
        this.name = name;
        this.mostBytes = sizeBytes;
    }

    /** An unsigned number of 32 bits. */
    long u32(long offsetBytes, String field) throws InterruptedException {
        int at = locate(offsetBytes, Integer.BYTES, field);
        return content.getInt(at) & 0xFFFF_FFFFL;
    }

    /** A number of 64 bits. */
    long u64(long offsetBytes, String field) throws InterruptedException {
        int at = locate(offsetBytes, Long.BYTES, field);
        return content.getLong(at);
    }

    /** Some bytes, valid until the next call. */
    ByteBuffer bytes(long offsetBytes, int length, String field) throws InterruptedException {
        int at = locate(offsetBytes, length, field);
        return content.slice(at, length);
    }

    /**
     * How many entries of a table are zeros, from one of them on, as far as the window reaches.
     *
     * @param entries how many there are at most; the first is known to be zeros
     * @param entryBytes the size of each
     */
    int zeros(long offsetBytes, int entries, int entryBytes, String field) throws InterruptedException {
        int from = locate(offsetBytes, entryBytes, field);
        int length = Math.min(Math.min(entries * entryBytes, content.limit() - from), ZEROS.capacity());
        int other = content.slice(from, length).mismatch(ZEROS.slice(0, length));
        return Math.max(1, (other < 0 ? length : other) / entryBytes);
    }

    private int locate(long offsetBytes, int length, String field) throws InterruptedException {
        if (offsetBytes < 0 || offsetBytes > file.sizeBytes() - length) {
            throw VmdkProblem.damaged(name, field, offsetBytes, "lies behind the end of the file");
        }
        if (offsetBytes < startBytes || offsetBytes + length > startBytes + content.limit()) {
            load(offsetBytes / ALIGNMENT_BYTES * ALIGNMENT_BYTES);
        }
        return (int) (offsetBytes - startBytes);
    }

    private void load(long from) throws InterruptedException {
        if (content.capacity() == 0) {
            // memory is taken at the first use, and no more than the file has
            content = ByteBuffer.allocate((int) Math.min(mostBytes, file.sizeBytes()))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        // empty until the read is done, so that one that failed leaves nothing behind that looks read
        content.limit(0);
        int length = (int) Math.min(content.capacity(), file.sizeBytes() - from);
        file.read(from, content.duplicate().limit(length));
        startBytes = from;
        content.limit(length);
    }
}
