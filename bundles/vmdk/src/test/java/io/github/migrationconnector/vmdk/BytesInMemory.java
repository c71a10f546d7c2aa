package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.problem.Problem;
import java.nio.ByteBuffer;

/** A file in memory. */
final class BytesInMemory implements RandomAccess {
    private final byte[] content;
    private boolean closed;

    BytesInMemory(byte[] content) {
        this.content = content;
    }

    @Override
    public long sizeBytes() {
        return content.length;
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) {
        if (closed || offsetBytes + destination.remaining() > content.length) {
            throw Problem.fatal("UNREADABLE", "Closed, or behind the end.", "").asException();
        }
        destination.put(content, (int) offsetBytes, destination.remaining());
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
