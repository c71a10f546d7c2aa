package io.github.migrationconnector.autoupgrade.internal.swap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.ZipException;

/** The whole lines of a log, of long ones the beginnings. The first is read at once: a log is known by it. */
final class LogLines {
    /** Of a line: enough to see what it is. */
    private static final int MOST_BYTES = 64 << 10;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream in;
    private final String first;
    private long position;
    private boolean cutOff;

    private LogLines(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.first = next().orElse("");
    }

    /** Empty when there is not one whole line yet. */
    static Optional<LogLines> of(InputStream in) throws IOException {
        LogLines lines = new LogLines(in);
        return lines.position == 0 ? Optional.empty() : Optional.of(lines);
    }

    String first() {
        return first;
    }

    /** Behind the last line that was given, in bytes of the log as it was before it was packed. */
    long position() {
        return position;
    }

    /** Whether it ended amid what a packed file says that it has. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Leaves out what lies before a position that was told before, without reading it where the file lets itself be sought in. */
    LogLines goOnFrom(long known) throws IOException {
        if (known > position) {
            try {
                in.skipNBytes(known - position);
                position = known;
            } catch (EOFException | ZipException stillBeingPacked) {
                cutOff = true;
            }
        }
        return this;
    }

    /** Empty at the end, and before a line that is still being written. */
    Optional<String> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long bytes = 0;
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                bytes++;
                if (next == '\n') {
                    position += bytes;
                    return Optional.of(line.toString(StandardCharsets.UTF_8));
                }
                if (line.size() < MOST_BYTES) {
                    line.write(next);
                }
            }
        } catch (EOFException | ZipException stillBeingPacked) {
            cutOff = true;
        }
        return Optional.empty();
    }

    /** Reads on to the last end of a line; its position. */
    long toTheLastEnd() throws IOException {
        while (next().isPresent()) {
            // on to the last
        }
        return position;
    }
}
