package io.github.migrationconnector.autoupgrade.internal.swap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Looks for errors that were logged since a moment, in the files of all areas. A log is known by its area and its first line,
 * which it keeps when it is renamed and packed: so nothing is missed over that, however much the next one has grown meanwhile.
 */
final class LogWatch {
    /** As config/logback.xml writes a line now, and as homes that were made earlier still do. */
    private static final Pattern ERROR = Pattern.compile("\\{\"time\":\"(?<time>[^\"]{1,40})\",\"level\":\"ERROR\",.*"
            + "|(?<plain>\\d{4}-\\d\\d-\\d\\dT\\S+) ERROR \\[.*");

    /** {@code replication.log}, aside for packing ({@code replication.log123.tmp}), packed. */
    private static final String LOGS = "*.{log,tmp,log.gz}";

    private static final String PACKED = ".gz";

    /** Of a line: enough to see what it is. */
    private static final int MOST_BYTES = 64 << 10;

    private final Path directory;
    private final Map<String, Long> positions = new HashMap<>();

    /** Packed files in which nothing new is. */
    private final Set<Path> done = new HashSet<>();

    private final String since;
    private Optional<String> kept = Optional.empty();

    private LogWatch(Path directory, String since) {
        this.directory = directory;
        this.since = since;
    }

    /** Begins at what is logged from now on. */
    static LogWatch fromNow(Path directory) {
        LogWatch watch = new LogWatch(directory, "");
        watch.passBy();
        return watch;
    }

    /** Begins at what was logged from a moment on. */
    static LogWatch since(Path directory, Instant moment) {
        // as it stands in the log, to the millisecond, where the order of time is that of letters
        LogWatch watch = new LogWatch(
                directory, moment.truncatedTo(ChronoUnit.MILLIS).toString().replace("Z", ""));
        for (Path log : watch.logs()) {
            if (isPacked(log) && lastWritten(log).isBefore(moment)) {
                watch.done.add(log);
            }
        }
        return watch;
    }

    private static Instant lastWritten(Path log) {
        try {
            return Files.getLastModifiedTime(log).toInstant();
        } catch (IOException gone) {
            return Instant.EPOCH;
        }
    }

    /** Looks away until {@link #lookAgain}; what was logged until now is kept for the next look. */
    void lookAway() {
        if (kept.isEmpty()) {
            kept = next();
        }
    }

    /** What was logged meanwhile is nobody's fault whom it watches. */
    void lookAgain() {
        passBy();
    }

    private void passBy() {
        for (Path log : logs()) {
            if (isPacked(log)) {
                done.add(log);
            } else {
                read(log, (lines, name) -> positions.put(name, lines.toTheLastEnd()));
            }
        }
    }

    /** The first error since the last look. */
    Optional<String> firstError() {
        Optional<String> error = kept.or(this::next);
        kept = Optional.empty();
        return error;
    }

    private Optional<String> next() {
        for (Path log : logs()) {
            if (!done.contains(log)) {
                Optional<String> error = firstError(log);
                if (error.isPresent()) {
                    return error;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> firstError(Path log) {
        String[] error = new String[1];
        read(log, (lines, name) -> {
            long position = positions.getOrDefault(name, 0L);
            if (!isPacked(log) && Files.size(log) < position) {
                // written anew with the same beginning
                position = 0;
            }
            Optional<String> line = lines.first;
            while (line.isPresent()) {
                if (lines.position > position) {
                    position = lines.position;
                    if (isError(line.get())) {
                        error[0] = line.get();
                        break;
                    }
                }
                line = lines.next();
            }
            positions.put(name, position);
            if (isPacked(log) && line.isEmpty() && !lines.cutOff) {
                done.add(log);
            }
        });
        return Optional.ofNullable(error[0]);
    }

    private boolean isError(String line) {
        Matcher error = ERROR.matcher(line);
        if (!error.matches()) {
            return false;
        }
        String time = error.group("time") == null ? error.group("plain") : error.group("time");
        return time.compareTo(since) >= 0;
    }

    private static boolean isPacked(Path log) {
        return log.toString().endsWith(PACKED);
    }

    @FunctionalInterface
    private interface Reading {
        void of(Lines lines, String name) throws IOException;
    }

    /** A file that is not one line long yet is left for later. */
    private static void read(Path log, Reading reading) {
        try (InputStream file = Files.newInputStream(log)) {
            Lines lines = new Lines(isPacked(log) ? new GZIPInputStream(file) : file);
            if (lines.first.isPresent()) {
                String area = log.getFileName().toString().split("\\.", 2)[0];
                reading.of(lines, area + " " + lines.first.get());
            }
        } catch (NoSuchFileException | EOFException rotated) {
            // it is there under another name, or just begins to be
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole lines, the beginnings of long ones. */
    private static final class Lines {
        private final InputStream in;
        private final Optional<String> first;
        private long position;
        private boolean cutOff;

        Lines(InputStream in) throws IOException {
            this.in = new BufferedInputStream(in, 1 << 16);
            this.first = next();
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

        /** How many bytes the whole lines have. */
        long toTheLastEnd() throws IOException {
            while (next().isPresent()) {
                // on to the last
            }
            return position;
        }
    }

    private Set<Path> logs() {
        Set<Path> logs = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, LOGS)) {
                found.forEach(logs::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return logs;
    }
}
