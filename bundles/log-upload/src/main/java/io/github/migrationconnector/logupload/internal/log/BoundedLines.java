package io.github.migrationconnector.logupload.internal.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.ZipException;

/** Reads lines that have no end, or files that are cut off, without harm. The caller closes the stream. */
public final class BoundedLines {
    /** The rest of a longer line is left out. */
    private static final int LONGEST = 256 << 10;

    private final InputStream in;
    private final long most;
    private long read;
    private boolean ended;

    /**
     * Reads a stream.
     *
     * @param most bytes at most; what comes behind is left out
     */
    public BoundedLines(InputStream in, long most) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.most = most;
    }

    /** The next line without its end; empty at the end. */
    public Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (line.size() < LONGEST) {
                line.write(next);
            }
            next = read();
        }
        ended = next == '\n';
        return Optional.of(line.toString(StandardCharsets.UTF_8));
    }

    /** How many bytes were read, ends of lines and what was left out included. */
    public long position() {
        return read;
    }

    /** Whether the last line had its end: else somebody is still writing it, or it was cut off. */
    public boolean ended() {
        return ended;
    }

    /** Whether there was more than could be read. */
    public boolean cut() {
        return read >= most;
    }

    private int read() throws IOException {
        if (read >= most) {
            return -1;
        }
        try {
            int next = in.read();
            read += next < 0 ? 0 : 1;
            return next;
        } catch (EOFException | ZipException cutOff) {
            // still being packed, or the power went while it was
            return -1;
        }
    }
}
