package io.github.migrationconnector.store.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends what somebody takes too slowly: as long as they read, a copy of the whole store lies on the disk, and nobody else can
 * have one. One that reads nothing at all is ended by the server's time limit for a single write.
 */
final class PacedOutputStream extends FilterOutputStream {
    private static final long LEAST_BYTES_PER_SECOND = 64L << 10;
    private static final long GRACE_SECONDS = 60;

    /** The pace is looked at once in so many bytes. */
    private static final int PIECE = 8 << 10;

    private final LongSupplier nanoTime;
    private final long begun;
    private long sent;

    /** The time runs from now on. */
    PacedOutputStream(OutputStream out, LongSupplier nanoTime) {
        super(out);
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE) {
            int piece = Math.min(PIECE, length - done);
            out.write(bytes, offset + done, piece);
            sent += piece;
            needPace();
        }
    }

    private void needPace() throws IOException {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - begun);
        if (seconds > GRACE_SECONDS + sent / LEAST_BYTES_PER_SECOND) {
            throw new IOException("the reader is too slow: " + sent + " bytes in " + seconds + " s, at least "
                    + LEAST_BYTES_PER_SECOND + " bytes a second are wanted");
        }
    }
}
