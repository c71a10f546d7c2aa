package io.github.migrationconnector.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes a stream apart, and knows where it is. */
final class StreamPosition {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int FIRST_BYTES = 8 * 1024;

    private final ByteStream stream;
    private final String name;
    private ByteBuffer buffer;
    private long consumedBytes;

    /** @param name of the stream, for messages */
    StreamPosition(ByteStream stream, String name) {
        this.stream = stream;
        this.name = name;
        this.buffer = room(FIRST_BYTES).limit(0);
    }

    private static ByteBuffer room(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Makes room for pieces of this size; until it is called, they are small. */
    void expect(int largestBytes) {
        int bytes = Math.max(BUFFER_BYTES, 2 * largestBytes);
        if (buffer.capacity() < bytes) {
            buffer = room(bytes).put(buffer).flip();
        }
    }

    /** Where the next byte is. */
    long offsetBytes() {
        return consumedBytes;
    }

    /** Whether nothing follows. */
    boolean atEnd() throws InterruptedException {
        return fill(1) == 0;
    }

    /** The next bytes, valid until the next call. */
    ByteBuffer take(int length, String what) throws InterruptedException {
        if (fill(length) < length) {
            throw VmdkProblem.damaged(name, what, consumedBytes, "is cut off: the stream ends");
        }
        ByteBuffer taken = buffer.slice(buffer.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(buffer.position() + length);
        consumedBytes += length;
        return taken;
    }

    /** Passes over padding up to the next sector; a stream may end without the last one. */
    void skipPadding() throws InterruptedException {
        int padding = (int) (-consumedBytes & (VmdkExtent.SECTOR_BYTES - 1));
        take(Math.min(padding, fill(padding)), "padding");
    }

    /** Reads on until so many bytes are there; fewer at the end of the stream. */
    private int fill(int length) throws InterruptedException {
        if (buffer.remaining() < length) {
            buffer.compact();
            boolean more = true;
            while (more && buffer.position() < length) {
                more = stream.read(buffer);
            }
            buffer.flip();
        }
        return buffer.remaining();
    }
}
