package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.diskfiles.internal.ova.OvaProblem;
import io.github.migrationconnector.vmdk.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** Unpacks a stream that was compressed as a whole (RFC 1952), as it is asked for. */
final class GzipStream implements ByteStream, AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final GZIPInputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** @param name of the file, for messages */
    GzipStream(ByteStream compressed, String name) throws InterruptedException {
        this.name = name;
        try {
            this.in = new GZIPInputStream(new Compressed(compressed), BUFFER_BYTES);
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** A stream of bytes as Java's classes want it. */
    private static final class Compressed extends InputStream {
        private final ByteStream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

        Compressed(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            return available() == 0 ? -1 : buffer.get() & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = Math.min(length, available());
            buffer.get(into, from, count);
            return count == 0 && length > 0 ? -1 : count;
        }

        /** Looked at to know whether another member follows: 0 is the end. */
        @Override
        public int available() throws IOException {
            if (!buffer.hasRemaining()) {
                try {
                    stream.read(buffer.clear());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                } finally {
                    buffer.flip();
                }
            }
            return buffer.remaining();
        }
    }

    @Override
    public boolean read(ByteBuffer destination) throws InterruptedException {
        try {
            int count = in.read(buffer, 0, Math.min(buffer.length, destination.remaining()));
            if (count > 0) {
                destination.put(buffer, 0, count);
            }
            return count > 0;
        } catch (IOException e) {
            throw problem(e);
        }
    }

    /** Reads what is left, whose checksum stands at its end. */
    void finish() throws InterruptedException {
        ByteBuffer rest = ByteBuffer.allocate(BUFFER_BYTES);
        while (read(rest.clear())) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private RuntimeException problem(IOException e) throws InterruptedException {
        if (e instanceof InterruptedIOException && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return OvaProblem.damaged(name + " can't be unpacked with gzip (" + e.getMessage() + ")");
    }

    /** Gives back what inflates; the compressed stream is its opener's. */
    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // what it reads from is closed by whoever opened it
            return;
        }
    }
}
