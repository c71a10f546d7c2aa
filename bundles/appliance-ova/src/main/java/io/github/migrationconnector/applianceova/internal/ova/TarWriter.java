package io.github.migrationconnector.applianceova.internal.ova;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * A tar archive of plain files, all owned by root and of one time, so that it tells nothing of who made it. Format:
 * POSIX.1-2017, pax, "ustar Interchange Format", which DSP0243 asks for.
 */
final class TarWriter implements Closeable {
    private static final int BLOCK_BYTES = 512;
    private static final int RECORD_BLOCKS = 20;
    private static final int MAX_NAME_BYTES = 100;
    private static final long MAX_SIZE_BYTES = 077_777_777_777L;

    private final OutputStream out;
    private final long modifiedSeconds;
    private long written;

    TarWriter(OutputStream out, long modifiedSeconds) {
        this.out = out;
        this.modifiedSeconds = modifiedSeconds;
    }

    void add(PackedFile file) throws IOException {
        write(header(file.name(), file.sizeBytes()));
        try (InputStream in = Files.newInputStream(file.content())) {
            long copied = in.transferTo(out);
            if (copied != file.sizeBytes()) {
                throw new IOException(file.content() + " changed while it was packed");
            }
            written += copied;
        }
        pad(BLOCK_BYTES);
    }

    private byte[] header(String name, long sizeBytes) {
        byte[] encoded = name.getBytes(StandardCharsets.US_ASCII);
        if (encoded.length > MAX_NAME_BYTES || sizeBytes > MAX_SIZE_BYTES) {
            throw new IllegalArgumentException("ustar can't hold " + name + " of " + sizeBytes + " bytes");
        }
        byte[] header = new byte[BLOCK_BYTES];
        System.arraycopy(encoded, 0, header, 0, encoded.length);
        octal(header, 100, 8, 0644);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, sizeBytes);
        octal(header, 136, 12, modifiedSeconds);
        header[156] = '0';
        text(header, 257, "ustar\0" + "00");
        text(header, 265, "root");
        text(header, 297, "root");
        octal(header, 329, 8, 0);
        octal(header, 337, 8, 0);
        text(header, 148, "        ");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xFF;
        }
        text(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void octal(byte[] header, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        text(header, at, "0".repeat(length - 1 - digits.length()) + digits);
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    private void pad(int unit) throws IOException {
        write(new byte[(int) ((unit - written % unit) % unit)]);
    }

    /** Two blocks of zeros, up to a whole record. */
    @Override
    public void close() throws IOException {
        try (out) {
            write(new byte[2 * BLOCK_BYTES]);
            pad(RECORD_BLOCKS * BLOCK_BYTES);
        }
    }
}
