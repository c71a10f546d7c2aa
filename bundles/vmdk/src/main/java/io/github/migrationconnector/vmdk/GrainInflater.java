package io.github.migrationconnector.vmdk;

import java.util.zip.DataFormatException;

/**
 * Inflates a whole grain (RFC 1951) from one array into another, both there from the beginning to the end. That is what makes
 * it faster than zlib, which can stop at any byte: it fetches eight bytes at a time, and looks for the ends of both arrays
 * once a symbol, as long as they are far. Accepts and refuses what zlib does. Reads and writes nothing outside of what it
 * was given. Used by one thread.
 */
final class GrainInflater {
    /** So far from the end of the input a symbol can be decoded without asking whether there are bytes: it fetches twice. */
    private static final int INPUT_MARGIN_BYTES = 2 * Long.BYTES;

    /** So far from the end of the output: some literals, the longest copy, and what is copied beyond it. */
    private static final int OUTPUT_MARGIN_BYTES = 3 + 258 + 2 * Long.BYTES;

    private static final int LITERAL_MASK = (1 << BlockCodes.LITERAL_BITS) - 1;
    private static final int DISTANCE_MASK = (1 << BlockCodes.DISTANCE_BITS) - 1;

    private static final String NO_CODE = "can't be inflated (a code that means nothing)";
    private static final String TOO_FAR = "can't be inflated (a distance that leads in front of its start)";

    private final DeflateBits bits = new DeflateBits();
    private final BlockCodes codes = new BlockCodes();
    private byte[] out = new byte[0];
    private int start;
    private int at;
    private int end;

    /**
     * Inflates.
     *
     * @param source read from {@code from} to before {@code to} at most
     * @param destination written from {@code first} to before {@code last} at most; behind what came out there may be remains
     * @return how many bytes came out
     * @throws DataFormatException when it is not deflated data, is cut off, or does not fit
     */
    int inflate(byte[] source, int from, int to, byte[] destination, int first, int last) throws DataFormatException {
        bits.begin(source, from, to);
        out = destination;
        start = first;
        at = first;
        end = last;
        boolean more = true;
        while (more) {
            more = bits.take(1) == 0;
            switch (bits.take(2)) {
                case 0 -> stored();
                case 1 -> {
                    codes.fixed();
                    compressed();
                }
                case 2 -> {
                    codes.read(bits);
                    compressed();
                }
                default -> throw new DataFormatException("can't be inflated (a block of an unknown kind)");
            }
        }
        return at - start;
    }

    /** Where in the source it stopped: behind the end of the data, or where something is wrong. */
    int position() {
        return bits.position();
    }

    /** A block that is not compressed (3.2.4). */
    private void stored() throws DataFormatException {
        int header = bits.takeBytes(4);
        byte[] in = bits.source();
        int length = (in[header] & 0xFF) | (in[header + 1] & 0xFF) << 8;
        int inverted = (in[header + 2] & 0xFF) | (in[header + 3] & 0xFF) << 8;
        if (length != (inverted ^ 0xFFFF)) {
            throw new DataFormatException("can't be inflated (the two sizes of a block contradict each other)");
        }
        int from = bits.takeBytes(length);
        require(length);
        System.arraycopy(in, from, out, at, length);
        at += length;
    }

    private void require(int length) throws DataFormatException {
        if (length > end - at) {
            throw new DataFormatException("is longer than a grain");
        }
    }

    private void compressed() throws DataFormatException {
        boolean ended = false;
        if (end - at >= OUTPUT_MARGIN_BYTES && bits.end() - bits.next() >= INPUT_MARGIN_BYTES) {
            ended = fast();
        }
        while (!ended) {
            ended = symbol();
        }
    }

    /** Decodes one symbol near an end; whether it is that of the block. */
    private boolean symbol() throws DataFormatException {
        int entry = bits.take(codes.literals());
        if (entry < 0) {
            require(1);
            out[at++] = (byte) (entry >>> HuffmanCode.VALUE_SHIFT);
            return false;
        }
        if ((entry & HuffmanCode.SPECIAL) != 0) {
            if ((entry & HuffmanCode.END_OF_BLOCK) == 0) {
                throw new DataFormatException(NO_CODE);
            }
            return true;
        }
        int length = withExtraBits(entry);
        entry = bits.take(codes.distances());
        if ((entry & HuffmanCode.SPECIAL) != 0) {
            throw new DataFormatException(NO_CODE);
        }
        int distance = withExtraBits(entry);
        if (distance > at - start) {
            throw new DataFormatException(TOO_FAR);
        }
        require(length);
        for (int last = at + length; at < last; at++) {
            out[at] = out[at - distance];
        }
        return false;
    }

    private int withExtraBits(int entry) throws DataFormatException {
        return (entry >>> HuffmanCode.VALUE_SHIFT) + bits.take((entry & 63) - HuffmanCode.codeBits(entry));
    }

    /**
     * Decodes symbols while both ends are far; whether the block ended. All in one and in local variables, since this is where
     * the time goes. Shifts take the lowest six bits of an entry, which are the bits to take; at least 56 bits wait after a
     * fetch, of which three codes found at once take 33, a length 20, a distance 28. The next entry is looked up before
     * the bytes are copied, which then wait for each other no more.
     */
    private boolean fast() throws DataFormatException {
        final byte[] in = bits.source();
        final byte[] bytes = out;
        final int[] literals = codes.literals().table();
        final int[] distances = codes.distances().table();
        final int lastIn = bits.end() - INPUT_MARGIN_BYTES;
        final int lastOut = end - OUTPUT_MARGIN_BYTES;
        int next = bits.next();
        int to = at;
        long waiting = bits.waiting();
        int count = bits.count();
        boolean ended = false;
        String wrong = "";

        waiting |= (long) DeflateBits.EIGHT.get(in, next) << count;
        next += (63 - count) >>> 3;
        count |= 56;
        int entry = literals[(int) waiting & LITERAL_MASK];
        while (true) {
            if (entry < 0) {
                waiting >>>= entry;
                count -= entry & 63;
                bytes[to++] = (byte) (entry >>> HuffmanCode.VALUE_SHIFT);
                entry = literals[(int) waiting & LITERAL_MASK];
                if (entry < 0) {
                    waiting >>>= entry;
                    count -= entry & 63;
                    bytes[to++] = (byte) (entry >>> HuffmanCode.VALUE_SHIFT);
                    entry = literals[(int) waiting & LITERAL_MASK];
                    if (entry < 0) {
                        waiting >>>= entry;
                        count -= entry & 63;
                        bytes[to++] = (byte) (entry >>> HuffmanCode.VALUE_SHIFT);
                        if (next > lastIn || to > lastOut) {
                            break;
                        }
                        waiting |= (long) DeflateBits.EIGHT.get(in, next) << count;
                        next += (63 - count) >>> 3;
                        count |= 56;
                        entry = literals[(int) waiting & LITERAL_MASK];
                        continue;
                    }
                }
            }
            if ((entry & HuffmanCode.SPECIAL) != 0) {
                waiting >>>= entry;
                count -= entry & 63;
                if ((entry & HuffmanCode.LONG) != 0) {
                    entry = codes.literals().find(entry, waiting);
                    if (entry < 0) {
                        waiting >>>= entry;
                        count -= entry & 63;
                        bytes[to++] = (byte) (entry >>> HuffmanCode.VALUE_SHIFT);
                        if (next > lastIn || to > lastOut) {
                            break;
                        }
                        waiting |= (long) DeflateBits.EIGHT.get(in, next) << count;
                        next += (63 - count) >>> 3;
                        count |= 56;
                        entry = literals[(int) waiting & LITERAL_MASK];
                        continue;
                    }
                    if ((entry & HuffmanCode.SPECIAL) != 0) {
                        waiting >>>= entry;
                        count -= entry & 63;
                    }
                }
                if ((entry & HuffmanCode.SPECIAL) != 0) {
                    ended = (entry & HuffmanCode.END_OF_BLOCK) != 0;
                    wrong = ended ? "" : NO_CODE;
                    break;
                }
            }
            int length = (entry >>> HuffmanCode.VALUE_SHIFT)
                    + (int) ((waiting & ((1L << entry) - 1)) >>> (entry >>> HuffmanCode.CODE_BITS_SHIFT));
            waiting >>>= entry;
            count -= entry & 63;

            waiting |= (long) DeflateBits.EIGHT.get(in, next) << count;
            next += (63 - count) >>> 3;
            count |= 56;
            entry = distances[(int) waiting & DISTANCE_MASK];
            if ((entry & HuffmanCode.SPECIAL) != 0) {
                waiting >>>= entry;
                count -= entry & 63;
                if ((entry & HuffmanCode.LONG) != 0) {
                    entry = codes.distances().find(entry, waiting);
                }
                if ((entry & HuffmanCode.SPECIAL) != 0) {
                    wrong = NO_CODE;
                    break;
                }
            }
            int distance = (entry >>> HuffmanCode.VALUE_SHIFT)
                    + (int) ((waiting & ((1L << entry) - 1)) >>> (entry >>> HuffmanCode.CODE_BITS_SHIFT));
            waiting >>>= entry;
            count -= entry & 63;
            if (distance > to - start) {
                wrong = TOO_FAR;
                break;
            }
            int copied = to + length;
            boolean more = next <= lastIn && copied <= lastOut;
            if (more) {
                waiting |= (long) DeflateBits.EIGHT.get(in, next) << count;
                next += (63 - count) >>> 3;
                count |= 56;
                entry = literals[(int) waiting & LITERAL_MASK];
            }
            copy(bytes, to, distance, copied);
            to = copied;
            if (!more) {
                break;
            }
        }
        at = to;
        bits.resume(next, waiting, count);
        if (!wrong.isEmpty()) {
            throw new DataFormatException(wrong);
        }
        return ended;
    }

    /** Copies to {@code to} up to {@code last}, and up to fifteen bytes more; what is copied may be what was copied just now. */
    private static void copy(byte[] bytes, int to, int distance, int last) {
        int from = to - distance;
        if (distance >= Long.BYTES) {
            DeflateBits.EIGHT.set(bytes, to, (long) DeflateBits.EIGHT.get(bytes, from));
            DeflateBits.EIGHT.set(bytes, to + 8, (long) DeflateBits.EIGHT.get(bytes, from + 8));
            for (int place = 16; to + place < last; place += Long.BYTES) {
                DeflateBits.EIGHT.set(bytes, to + place, (long) DeflateBits.EIGHT.get(bytes, from + place));
            }
        } else if (distance == 1) {
            long same = (bytes[from] & 0xFFL) * 0x0101_0101_0101_0101L;
            for (int place = to; place < last; place += Long.BYTES) {
                DeflateBits.EIGHT.set(bytes, place, same);
            }
        } else {
            for (int place = to; place < last; place++) {
                bytes[place] = bytes[place - distance];
            }
        }
    }
}
