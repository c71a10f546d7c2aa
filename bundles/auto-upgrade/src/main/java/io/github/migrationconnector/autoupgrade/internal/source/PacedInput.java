package io.github.migrationconnector.autoupgrade.internal.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Gives up a sender that drips: each byte comes in time for its read, and the whole would never end. */
public final class PacedInput extends FilterInputStream {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Slower than any line over which an upgrade of some MiB ends within a maintenance window. */
    private static final long LEAST_BYTES_A_SECOND = 4096;

    private final LongSupplier nanoTime;
    private final long begun;
    private long bytes;

    /** @param nanoTime tells the time in nanoseconds, as {@link System#nanoTime} */
    public PacedInput(InputStream in, LongSupplier nanoTime) {
        super(in);
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    @Override
    public int read() throws IOException {
        return count(super.read(), 1);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        return count(read, read);
    }

    private int count(int result, int more) throws IOException {
        if (result >= 0) {
            bytes += more;
            long allowed = GRACE_NANOS + TimeUnit.SECONDS.toNanos(1) / LEAST_BYTES_A_SECOND * bytes;
            if (nanoTime.getAsLong() - begun > allowed) {
                throw new IOException("it comes slower than " + LEAST_BYTES_A_SECOND + " bytes a second");
            }
        }
        return result;
    }
}
