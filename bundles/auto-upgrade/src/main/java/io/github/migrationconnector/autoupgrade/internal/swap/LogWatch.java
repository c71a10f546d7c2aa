package io.github.migrationconnector.autoupgrade.internal.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks for errors that were logged since a moment. */
final class LogWatch {
    /** As config/logback.xml writes a line: time, level, thread. */
    private static final Pattern ERROR = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+ ERROR \\[.*");

    private static final int MOST_BYTES = 1 << 20;

    private final Path log;
    private long position;

    /** Begins at what is logged from now on. */
    LogWatch(Path log) {
        this.log = log;
        this.position = size();
    }

    /** The first error since the last look. */
    Optional<String> firstError() {
        long size = size();
        if (size < position) {
            // a new file was begun
            position = 0;
        }
        if (size == position) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(log)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST_BYTES, size - position));
            while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
                // until all that was there is read
            }
            position = size;
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> ERROR.matcher(line).matches()).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long size() {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
