package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.streaming.ReadScope;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A read scope as text for the database: {@code whole}, or {@code areas:} and the Base64 of, for each area, the gap since
 * the end of the last one and its length, both as unsigned LEB128 numbers. An area of a real disk takes about six bytes.
 */
public final class ScopeText {
    /** A 64 TiB disk in which every other 32 MiB changed has a million areas; ten times that is damage. */
    static final int MOST_AREAS = 10_000_000;

    private static final String WHOLE = "whole";
    private static final String AREAS = "areas:";
    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;

    private ScopeText() {}

    public static String write(ReadScope scope) {
        if (scope instanceof ReadScope.Changed changed) {
            return AREAS + Base64.getEncoder().encodeToString(bytes(changed.areas()));
        }
        return WHOLE;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ReadScope read(String text) {
        if (text.equals(WHOLE)) {
            return new ReadScope.WholeDisk();
        }
        if (!text.startsWith(AREAS)) {
            throw new IllegalArgumentException("not a read scope");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(AREAS.length())));
        List<Extent> areas = new ArrayList<>();
        long end = 0;
        while (bytes.hasRemaining()) {
            if (areas.size() == MOST_AREAS) {
                throw new IllegalArgumentException("a read scope of more than " + MOST_AREAS + " areas");
            }
            long gap = number(bytes);
            if (gap > Long.MAX_VALUE - end) {
                throw new IllegalArgumentException("a read scope beyond any disk");
            }
            Extent area = new Extent(end + gap, number(bytes));
            areas.add(area);
            end = area.endBytes();
        }
        return new ReadScope.Changed(areas);
    }

    private static byte[] bytes(List<Extent> areas) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long end = 0;
        for (Extent area : areas) {
            if (area.offsetBytes() < end) {
                throw new IllegalArgumentException("changed areas that overlap or descend");
            }
            number(out, area.offsetBytes() - end);
            number(out, area.lengthBytes());
            end = area.endBytes();
        }
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >= MORE) {
            out.write((int) (rest % MORE) + MORE);
            rest >>= PAYLOAD_BITS;
        }
        out.write((int) rest);
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += PAYLOAD_BITS) {
            if (!in.hasRemaining()) {
                throw new IllegalArgumentException("a read scope that is cut off");
            }
            int next = in.get() & 0xff;
            value |= (long) (next % MORE) << shift;
            if (next < MORE) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 63 bits in a read scope");
    }
}
