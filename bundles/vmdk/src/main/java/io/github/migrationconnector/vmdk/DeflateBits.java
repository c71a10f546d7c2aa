package io.github.migrationconnector.vmdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;

/**
 * The bits of deflated data, the lowest of each byte first (RFC 1951, 3.1.1). Up to 63 of them wait in a number, above which
 * there are only zeros. Never reads outside of what it was given. Used by one thread.
 */
final class DeflateBits {
    /** Reads and writes eight bytes of an array at once, wherever they are. */
    static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final String ENDS_EARLY = "ends too early";

    private byte[] source = new byte[0];
    private int next;
    private int end;
    private long waiting;
    private int count;

    /** Begins to read: bytes {@code from} to {@code to} of an array, which is not copied. */
    void begin(byte[] bytes, int from, int to) {
        source = bytes;
        end = to;
        resume(from, 0, 0);
    }

    byte[] source() {
        return source;
    }

    /** Where the source ends. */
    int end() {
        return end;
    }

    /** The place in the source of the byte that would be fetched next. */
    int next() {
        return next;
    }

    /** The bits that were fetched and not taken. */
    long waiting() {
        return waiting;
    }

    /** How many wait. */
    int count() {
        return count;
    }

    /** Goes on where someone stopped who fetched and took bits himself; what is above the count is cleared. */
    void resume(int nextByte, long bits, int bitCount) {
        next = nextByte;
        count = bitCount;
        waiting = bits & ((1L << bitCount) - 1);
    }

    /** The first byte of which nothing was taken. */
    int position() {
        return next - (count >>> 3);
    }

    /** Takes some bits, 0 to 13. */
    int take(int bits) throws DataFormatException {
        while (count < bits) {
            fetch();
        }
        int value = (int) waiting & ((1 << bits) - 1);
        waiting >>>= bits;
        count -= bits;
        return value;
    }

    /** Takes one code; what comes back is its entry, as {@link HuffmanCode} says. */
    int take(HuffmanCode code) throws DataFormatException {
        while (true) {
            int entry = code.find(waiting);
            int bits = HuffmanCode.codeBits(entry);
            if (HuffmanCode.isLong(entry)) {
                entry = code.find(entry, waiting >>> bits);
                bits += HuffmanCode.codeBits(entry);
            }
            // with less bits than that the entry was found by zeros that are none
            if (bits <= count) {
                waiting >>>= bits;
                count -= bits;
                return entry;
            }
            fetch();
        }
    }

    /** Goes on at the next byte, and passes over so many bytes from there; returns where they begin. */
    int takeBytes(int length) throws DataFormatException {
        int from = position();
        if (length > end - from) {
            throw new DataFormatException(ENDS_EARLY);
        }
        resume(from + length, 0, 0);
        return from;
    }

    private void fetch() throws DataFormatException {
        if (end - next >= Long.BYTES) {
            waiting |= (long) EIGHT.get(source, next) << count;
            next += (63 - count) >>> 3;
            count |= 56;
            waiting &= -1L >>> -count;
        } else if (next < end) {
            waiting |= (source[next++] & 0xFFL) << count;
            count += Byte.SIZE;
        } else {
            throw new DataFormatException(ENDS_EARLY);
        }
    }
}
