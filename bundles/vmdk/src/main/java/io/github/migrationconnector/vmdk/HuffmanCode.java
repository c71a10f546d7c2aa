package io.github.migrationconnector.vmdk;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * One of deflate's Huffman codes as a table (RFC 1951, 3.2.2). The next bits of the data, as a number, are the index of their
 * entry; codes that are longer than that have an entry that leads on to a second part of the table. Made anew for each block,
 * in the same memory. Used by one thread.
 *
 * <p>An entry tells what to do without another look at the symbol:
 *
 * <table>
 * <caption>The bits of an entry</caption>
 * <tr><td>0 to 5</td><td>how many bits to take: the code, and the extra bits behind it</td></tr>
 * <tr><td>8 to 11</td><td>how many of them are the code; of a long code's entry: the bits that find the second one</td></tr>
 * <tr><td>16 to 30</td><td>the value: a literal, a length or distance to which the extra bits are added, or where the second
 *     part begins</td></tr>
 * <tr><td>13, 14, 15, 31</td><td>end of block; long code; neither length nor distance; literal</td></tr>
 * </table>
 */
final class HuffmanCode {
    /** A literal's entry is negative. */
    static final int LITERAL = 1 << 31;

    /** Neither a literal nor a length nor a distance: one of the next two, or, with none of them, a code that means nothing. */
    static final int SPECIAL = 1 << 15;

    static final int LONG = 1 << 14;
    static final int END_OF_BLOCK = 1 << 13;

    static final int VALUE_SHIFT = 16;
    static final int CODE_BITS_SHIFT = 8;

    private static final int MAX_BITS = 15;

    private final int[] symbols;
    private final int bits;
    private final int[] table;
    private final int[] counts = new int[MAX_BITS + 1];
    private final int[] places = new int[MAX_BITS + 2];
    private final int[] sorted;

    /**
     * @param symbols what each symbol means: an entry without the bits of its code, the number of its extra bits in their place
     * @param bits the longest code that is found at once
     */
    HuffmanCode(int[] symbols, int bits) {
        this.symbols = symbols;
        this.bits = bits;
        this.sorted = new int[symbols.length];
        // room for the worst: a second part as large as can be for each symbol
        this.table = new int[(1 << bits) + (symbols.length << (MAX_BITS - bits))];
    }

    /** The entries; index: as many of the next bits as were said at first. */
    int[] table() {
        return table;
    }

    /** The entry for the next bits. */
    int find(long next) {
        return table[(int) next & ((1 << bits) - 1)];
    }

    /** The second entry of a long code, for the bits behind those that found the first one. */
    int find(int first, long next) {
        return table[(first >>> VALUE_SHIFT) + ((int) next & ((1 << (first >>> CODE_BITS_SHIFT & 15)) - 1))];
    }

    static boolean isLong(int entry) {
        return (entry & (LITERAL | SPECIAL | LONG)) == (SPECIAL | LONG);
    }

    /** How many bits the code has, the extra bits left out. */
    static int codeBits(int entry) {
        return entry < 0 || (entry & SPECIAL) != 0 ? entry & 63 : entry >>> CODE_BITS_SHIFT & 15;
    }

    /**
     * Takes another code.
     *
     * @param lengths the codes' lengths in bits, one a symbol, 0 for those without a code
     * @param from where the first symbol's is
     * @param symbolCount how many symbols there are
     * @param mayBeIncomplete whether one code of one bit, or none at all, will do
     * @throws DataFormatException when there are more codes than bits can tell apart, or less
     */
    void make(byte[] lengths, int from, int symbolCount, boolean mayBeIncomplete) throws DataFormatException {
        Arrays.fill(counts, 0);
        for (int symbol = 0; symbol < symbolCount; symbol++) {
            counts[lengths[from + symbol]]++;
        }
        int codes = symbolCount - counts[0];
        boolean none = codes == 0;
        boolean one = codes == 1 && counts[1] == 1;
        int left = unused();
        if (left < 0 || (left > 0 && !(mayBeIncomplete && (none || one)))) {
            throw new DataFormatException("can't be inflated (a block's code is not a whole one)");
        }
        sort(lengths, from, symbolCount);
        if (left > 0) {
            Arrays.fill(table, 0, 1 << bits, SPECIAL | 1);
            for (int at = 0; one && at < 1 << bits; at += 2) {
                table[at] = entry(symbols[sorted[0]], 1);
            }
        } else {
            fill(codes);
        }
    }

    /** How many codes of the greatest length are left over; negative when there are too many. */
    private int unused() {
        int left = 1;
        for (int length = 1; length <= MAX_BITS; length++) {
            left = (left << 1) - counts[length];
            if (left < 0) {
                return left;
            }
        }
        return left;
    }

    /** Symbols in the order of their codes: the short ones first, those of one length by their number. */
    private void sort(byte[] lengths, int from, int symbolCount) {
        places[1] = 0;
        for (int length = 1; length <= MAX_BITS; length++) {
            places[length + 1] = places[length] + counts[length];
        }
        for (int symbol = 0; symbol < symbolCount; symbol++) {
            int length = lengths[from + symbol];
            if (length != 0) {
                sorted[places[length]++] = symbol;
            }
        }
    }

    /**
     * Goes through the codes in their order. Their bits come the other way round (3.1.1), so that adding one to a code is done
     * from its highest bit down. While codes are shorter than the index, the part of the table that is made is doubled with
     * each further bit.
     */
    private void fill(int codes) {
        int code = 0;
        int length = 1;
        int size = 2;
        int prefix = -1;
        int start = 0;
        int end = 1 << bits;
        int rest = counts[1];
        for (int at = 0; at < codes; at++) {
            while (rest == 0) {
                length++;
                rest = counts[length];
                if (length <= bits) {
                    System.arraycopy(table, 0, table, size, size);
                    size <<= 1;
                }
            }
            int symbol = symbols[sorted[at]];
            if (length <= bits) {
                table[code] = entry(symbol, length);
            } else {
                if ((code & ((1 << bits) - 1)) != prefix) {
                    prefix = code & ((1 << bits) - 1);
                    start = end;
                    int more = secondBits(length, rest);
                    end = start + (1 << more);
                    table[prefix] = SPECIAL | LONG | (start << VALUE_SHIFT) | (more << CODE_BITS_SHIFT) | bits;
                }
                int entry = entry(symbol, length - bits);
                for (int place = start + (code >>> bits); place < end; place += 1 << (length - bits)) {
                    table[place] = entry;
                }
            }
            rest--;
            int up = Integer.highestOneBit(code ^ ((1 << length) - 1));
            code = up == 0 ? code : (code & (up - 1)) | up;
        }
        for (; size < 1 << bits; size <<= 1) {
            System.arraycopy(table, 0, table, size, size);
        }
    }

    /** How many bits a second part takes: as many as the codes with this prefix need, the shortest of which comes first. */
    private int secondBits(int length, int ofThisLength) {
        int more = length - bits;
        for (int used = ofThisLength; used < 1 << more; used = (used << 1) + counts[bits + more]) {
            more++;
        }
        return more;
    }

    private static int entry(int symbol, int codeBits) {
        if (symbol < 0 || (symbol & SPECIAL) != 0) {
            return symbol | codeBits;
        }
        return (symbol + codeBits) | (codeBits << CODE_BITS_SHIFT);
    }
}
