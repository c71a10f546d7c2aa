package io.github.migrationconnector.smsapi.internal.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Up to which time requests of a key were taken whose clock is ahead of ours: in a file, since they are still valid behind a
 * restart. One line a key; written only when a key's requests pass its mark, which is set some seconds further for that.
 */
final class AheadMarks {
    private static final int LONGEST = 1 << 20;
    private static final int STEP_SECONDS = 15;

    private final Path file;
    private final Map<String, Instant> marks = new TreeMap<>();

    AheadMarks(Path file) {
        this.file = file;
    }

    /**
     * Those of the life before.
     *
     * @throws IOException when there is a file that can't be read: then nobody knows
     */
    Map<String, Instant> load() throws IOException {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try (InputStream content = Files.newInputStream(file)) {
            String text = new String(content.readNBytes(LONGEST), StandardCharsets.US_ASCII);
            for (String line : text.lines().toList()) {
                int space = line.indexOf(' ');
                if (space < 1) {
                    throw new IOException(file + " is damaged");
                }
                marks.put(line.substring(0, space), Instant.parse(line.substring(space + 1)));
            }
            return Map.copyOf(marks);
        } catch (DateTimeParseException damaged) {
            throw new IOException(file + " is damaged", damaged);
        }
    }

    /** On disk when this returns. Marks whose time has passed say nothing any more, and go. */
    void note(String key, Instant time, Instant now) {
        Instant mark = marks.get(key);
        if (!time.isAfter(now) || (mark != null && !time.isAfter(mark))) {
            return;
        }
        Map<String, Instant> next = new TreeMap<>(marks);
        next.put(key, time.plusSeconds(STEP_SECONDS));
        next.values().removeIf(passed -> passed.isBefore(now));
        try {
            write(next);
        } catch (IOException failure) {
            // what was not noted must not be carried out; what was noted before stays so
            throw new UncheckedIOException(failure);
        }
        marks.clear();
        marks.putAll(next);
    }

    private void write(Map<String, Instant> next) throws IOException {
        byte[] text = next.entrySet().stream()
                .map(mark -> mark.getKey() + " " + mark.getValue() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(text);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
