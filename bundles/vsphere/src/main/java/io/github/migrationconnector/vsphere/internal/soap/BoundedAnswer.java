package io.github.migrationconnector.vsphere.internal.soap;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** An answer's bytes, up to a size and up to an instant. */
final class BoundedAnswer extends FilterInputStream {
    private final long deadlineNanos;
    private long leftBytes;

    BoundedAnswer(InputStream in, long mostBytes, long deadlineNanos) {
        super(in);
        this.leftBytes = mostBytes;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] room, int offset, int length) throws IOException {
        int count = super.read(room, offset, length);
        count(Math.max(0, count));
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        count(skipped);
        return skipped;
    }

    private void count(long bytes) throws IOException {
        leftBytes -= bytes;
        if (leftBytes < 0) {
            throw new MalformedAnswerException("the answer is larger than is taken");
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new SocketTimeoutException("the answer took too long");
        }
    }
}
