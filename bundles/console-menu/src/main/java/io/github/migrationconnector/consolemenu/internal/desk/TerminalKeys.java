package io.github.migrationconnector.consolemenu.internal.desk;

import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * From a terminal whose reads end after a second (VMIN 0, VTIME 10 of termios(4)). Java tells such an end and the end of the
 * terminal alike; but the terminal that is gone answers at once.
 */
final class TerminalKeys implements Keys {
    /** What reads them. */
    @FunctionalInterface
    interface Bytes {
        /** The next; -1 when there is none in time, or none any more. */
        int read() throws IOException;
    }

    private static final long AT_ONCE_NANOS = 50_000_000;
    private static final int TIMES = 5;

    private final Bytes in;
    private final LongSupplier nanos;
    private int ends;

    TerminalKeys(Bytes in, LongSupplier nanos) {
        this.in = in;
        this.nanos = nanos;
    }

    @Override
    public int next() {
        while (true) {
            long began = nanos.getAsLong();
            int key = read();
            if (key >= 0) {
                ends = 0;
                return key;
            }
            if (nanos.getAsLong() - began >= AT_ONCE_NANOS) {
                ends = 0;
                return SILENCE;
            }
            ends++;
            if (ends >= TIMES) {
                throw new LeftException();
            }
        }
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException hungUp) {
            throw new LeftException();
        }
    }
}
