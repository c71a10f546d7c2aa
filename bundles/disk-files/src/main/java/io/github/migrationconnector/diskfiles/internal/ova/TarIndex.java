package io.github.migrationconnector.diskfiles.internal.ova;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the files of a tar archive lie. Format: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header";
 * GNU tar's base-256 sizes and long names. The names are only keys: nothing is ever written under them.
 */
public final class TarIndex {
    /** An OVA has a handful of files; each costs a read. */
    private static final int MAX_ENTRIES = 1000;

    private static final int BLOCK_BYTES = 512;
    private static final int MAX_EXTENDED_BYTES = 64 * 1024;
    private static final Pattern PAX_RECORD = Pattern.compile("\\d+ ([^=\\n]+)=([^\\n]*)\\n");

    private final RandomAccess archive;
    private final Map<String, Extent> files = new LinkedHashMap<>();
    private String longName = "";
    private OptionalLong longSize = OptionalLong.empty();

    private TarIndex(RandomAccess archive) {
        this.archive = archive;
    }

    /**
     * Reads the headers of an archive.
     *
     * @return the places of its non-empty files by name, in their order
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code OVA_DAMAGED}
     */
    public static Map<String, Extent> read(RandomAccess archive) throws InterruptedException {
        TarIndex index = new TarIndex(archive);
        long offset = 0;
        for (int entries = 0; offset <= archive.sizeBytes() - BLOCK_BYTES; entries++) {
            if (entries == MAX_ENTRIES) {
                throw OvaProblem.damaged("it has more than " + MAX_ENTRIES + " files");
            }
            byte[] header = index.bytes(offset, BLOCK_BYTES);
            if (isZero(header)) {
                break;
            }
            offset = index.entry(header, offset);
        }
        return index.files;
    }

    private long entry(byte[] header, long offset) throws InterruptedException {
        if (number(header, 148, 8, offset) != checksum(header)) {
            throw OvaProblem.damaged("the tar header at byte " + offset + " has a wrong checksum");
        }
        char type = (char) header[156];
        boolean extended = type == 'x' || type == 'g' || type == 'L' || type == 'K';
        long size = longSize.isPresent() && !extended ? longSize.getAsLong() : number(header, 124, 12, offset);
        long start = offset + BLOCK_BYTES;
        if (size < 0 || size > archive.sizeBytes() - start) {
            throw OvaProblem.damaged("the file at byte " + offset + " has a size of " + size
                    + " bytes, which reach behind the archive's end");
        }
        if (extended) {
            extend(type, start, size);
        } else {
            file(type, longName.isEmpty() ? name(header) : longName, start, size);
            longName = "";
            longSize = OptionalLong.empty();
        }
        return start + (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    private void file(char type, String name, long start, long size) {
        if ((type == '0' || type == 0) && size > 0 && files.put(name, new Extent(start, size)) != null) {
            throw OvaProblem.damaged("it has two files named " + name);
        }
    }

    private void extend(char type, long start, long size) throws InterruptedException {
        if (size > MAX_EXTENDED_BYTES) {
            throw OvaProblem.damaged("an extended header at byte " + start + " has " + size + " bytes");
        }
        String text = new String(bytes(start, (int) size), StandardCharsets.UTF_8);
        if (type == 'L') {
            longName = text.replace("\0", "");
        } else if (type == 'x') {
            Matcher record = PAX_RECORD.matcher(text);
            while (record.find()) {
                paxRecord(record.group(1), record.group(2));
            }
        }
    }

    private void paxRecord(String key, String value) {
        if (key.equals("path")) {
            longName = value;
        } else if (key.equals("size")) {
            if (!value.matches("\\d{1,18}")) {
                throw OvaProblem.damaged("an extended header says a size of '" + value + "'");
            }
            longSize = OptionalLong.of(Long.parseLong(value));
        }
    }

    private byte[] bytes(long offset, int length) throws InterruptedException {
        byte[] content = new byte[length];
        archive.read(offset, ByteBuffer.wrap(content));
        return content;
    }

    private static String name(byte[] header) {
        String prefix = new String(header, 257, 5, StandardCharsets.US_ASCII).equals("ustar") && header[262] == 0
                ? text(header, 345, 155)
                : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long number(byte[] header, int from, int length, long offset) {
        if ((header[from] & 0x80) != 0) {
            return ByteBuffer.wrap(header).getLong(from + length - Long.BYTES);
        }
        String octal = text(header, from, length).strip();
        if (!octal.matches("[0-7]{1,12}")) {
            throw OvaProblem.damaged("the tar header at byte " + offset + " has '" + octal + "' as a number");
        }
        return Long.parseLong(octal, 8);
    }

    private static long checksum(byte[] header) {
        long sum = 0;
        for (int at = 0; at < BLOCK_BYTES; at++) {
            sum += at >= 148 && at < 156 ? ' ' : header[at] & 0xFF;
        }
        return sum;
    }

    private static boolean isZero(byte[] header) {
        for (byte one : header) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
