package io.github.migrationconnector.vmdk;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/** The two codes of a deflated block (RFC 1951, 3.2.5 to 3.2.7): one for literals and lengths, one for distances. */
final class BlockCodes {
    /** The longest codes that are found at once; measured, longer ones cost more to make than they save. */
    static final int LITERAL_BITS = 11;

    static final int DISTANCE_BITS = 10;
    private static final int LENGTHS_BITS = 7;

    private static final int END_OF_BLOCK = 256;
    private static final int MOST_LITERALS = 286;
    private static final int MOST_DISTANCES = 30;

    /** In this order the lengths of the lengths' own code come (3.2.7). */
    private static final int[] LENGTHS_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final HuffmanCode literals = new HuffmanCode(literalSymbols(), LITERAL_BITS);
    private final HuffmanCode distances = new HuffmanCode(distanceSymbols(), DISTANCE_BITS);
    private final HuffmanCode codeLengths = new HuffmanCode(lengthSymbols(), LENGTHS_BITS);
    private final byte[] lengths = new byte[MOST_LITERALS + MOST_DISTANCES + 4];

    HuffmanCode literals() {
        return literals;
    }

    HuffmanCode distances() {
        return distances;
    }

    /** The codes of a block that brings none (3.2.6). */
    void fixed() throws DataFormatException {
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, 288, (byte) 8);
        Arrays.fill(lengths, 288, 320, (byte) 5);
        literals.make(lengths, 0, 288, false);
        distances.make(lengths, 288, 32, false);
    }

    /** Reads the codes in front of a block (3.2.7); as zlib, wants an end of the block and no symbols that mean nothing. */
    void read(DeflateBits in) throws DataFormatException {
        int literalCount = in.take(5) + 257;
        int distanceCount = in.take(5) + 1;
        int lengthsCount = in.take(4) + 4;
        if (literalCount > MOST_LITERALS || distanceCount > MOST_DISTANCES) {
            throw new DataFormatException("can't be inflated (too many lengths or distances)");
        }
        Arrays.fill(lengths, 0, LENGTHS_ORDER.length, (byte) 0);
        for (int at = 0; at < lengthsCount; at++) {
            lengths[LENGTHS_ORDER[at]] = (byte) in.take(3);
        }
        codeLengths.make(lengths, 0, LENGTHS_ORDER.length, false);
        readLengths(in, literalCount + distanceCount);
        if (lengths[END_OF_BLOCK] == 0) {
            throw new DataFormatException("can't be inflated (a block has no code for its end)");
        }
        literals.make(lengths, 0, literalCount, true);
        distances.make(lengths, literalCount, distanceCount, true);
    }

    /** The lengths of both codes come as one list: 16 repeats the last one, 17 and 18 are zeros. */
    private void readLengths(DeflateBits in, int count) throws DataFormatException {
        int at = 0;
        while (at < count) {
            int length = in.take(codeLengths) >>> HuffmanCode.VALUE_SHIFT;
            if (length < 16) {
                lengths[at++] = (byte) length;
                continue;
            }
            if (length == 16 && at == 0) {
                throw new DataFormatException("can't be inflated (the first length of a code is a repetition)");
            }
            byte repeated = length == 16 ? lengths[at - 1] : 0;
            int times =
                    switch (length) {
                        case 16 -> 3 + in.take(2);
                        case 17 -> 3 + in.take(3);
                        default -> 11 + in.take(7);
                    };
            if (times > count - at) {
                throw new DataFormatException("can't be inflated (too many lengths of a code)");
            }
            Arrays.fill(lengths, at, at + times, repeated);
            at += times;
        }
    }

    /** Literals 0 to 255, the end of the block, lengths 3 to 258 (3.2.5); 286 and 287 mean nothing. */
    private static int[] literalSymbols() {
        int[] symbols = new int[288];
        for (int literal = 0; literal < END_OF_BLOCK; literal++) {
            symbols[literal] = HuffmanCode.LITERAL | (literal << HuffmanCode.VALUE_SHIFT);
        }
        symbols[END_OF_BLOCK] = HuffmanCode.SPECIAL | HuffmanCode.END_OF_BLOCK;
        int base = 3;
        for (int symbol = 257; symbol < 285; symbol++) {
            int extra = symbol < 265 ? 0 : (symbol - 261) >> 2;
            symbols[symbol] = (base << HuffmanCode.VALUE_SHIFT) | extra;
            base += 1 << extra;
        }
        symbols[285] = 258 << HuffmanCode.VALUE_SHIFT;
        Arrays.fill(symbols, MOST_LITERALS, symbols.length, HuffmanCode.SPECIAL);
        return symbols;
    }

    /** Distances 1 to 32,768 (3.2.5); 30 and 31 mean nothing. */
    private static int[] distanceSymbols() {
        int[] symbols = new int[32];
        int base = 1;
        for (int symbol = 0; symbol < MOST_DISTANCES; symbol++) {
            int extra = symbol < 4 ? 0 : (symbol - 2) >> 1;
            symbols[symbol] = (base << HuffmanCode.VALUE_SHIFT) | extra;
            base += 1 << extra;
        }
        Arrays.fill(symbols, MOST_DISTANCES, symbols.length, HuffmanCode.SPECIAL);
        return symbols;
    }

    private static int[] lengthSymbols() {
        int[] symbols = new int[LENGTHS_ORDER.length];
        Arrays.setAll(symbols, symbol -> symbol << HuffmanCode.VALUE_SHIFT);
        return symbols;
    }
}
