package io.github.migrationconnector.autoupgrade.internal.swap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

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

    private final Path directory;
    private final Opener opener;
    private final Map<String, Long> positions = new HashMap<>();

    /** Packed files in which nothing new is. */
    private final Set<Path> done = new HashSet<>();

    private final InstantSource clock;
    private final String since;
    private String awaySince = "";
    private final List<Away> away = new ArrayList<>();
    private Optional<String> kept = Optional.empty();
    private Optional<UncheckedIOException> unreadable = Optional.empty();

    private LogWatch(Path directory, Opener opener, InstantSource clock, String since) {
        this.directory = directory;
        this.opener = opener;
        this.clock = clock;
        this.since = since;
    }

    /** When it looked away, in the log's own words: from the first moment on, before the second. */
    private record Away(String from, String until) {
        boolean covers(String time) {
            return time.compareTo(from) >= 0 && time.compareTo(until) < 0;
        }
    }

    /** Opens a file from its beginning. */
    @FunctionalInterface
    interface Opener {
        InputStream open(Path file) throws IOException;
    }

    /** Begins at what is logged from now on. */
    static LogWatch fromNow(Path directory) {
        return fromNow(directory, Files::newInputStream, InstantSource.system());
    }

    /** The same, by an opener and a clock of its own. */
    static LogWatch fromNow(Path directory, Opener opener, InstantSource clock) {
        LogWatch watch = new LogWatch(directory, opener, clock, "");
        watch.passBy();
        return watch;
    }

    /** Begins at what was logged from a moment on. */
    static LogWatch since(Path directory, Instant moment) {
        LogWatch watch = new LogWatch(directory, Files::newInputStream, InstantSource.system(), written(moment));
        for (Path log : watch.logs()) {
            if (isPacked(log) && lastWritten(log).isBefore(moment)) {
                watch.done.add(log);
            }
        }
        return watch;
    }

    /** As it stands in the log, to the millisecond, where the order of time is that of letters. */
    private static String written(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString().replace("Z", "");
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
            sparing(() -> kept = next());
        }
        awaySince = written(clock.instant());
    }

    /**
     * What was logged meanwhile is nobody's fault whom it watches; also when it is written only now, as what the framework's
     * log service is told is, with the time at which it was said.
     */
    void lookAgain() {
        sparing(this::passBy);
        away.add(new Away(awaySince, written(clock.instant())));
    }

    /** Who swaps bundles must not stop halfway over a log: that it can't be read is told at the next look. */
    private void sparing(Runnable look) {
        try {
            look.run();
        } catch (UncheckedIOException e) {
            unreadable = unreadable.or(() -> Optional.of(e));
        }
    }

    private void passBy() {
        for (Path log : logs()) {
            if (isPacked(log)) {
                done.add(log);
            } else {
                read(log, (lines, name) -> {
                    lines.goOnFrom(known(log, name));
                    positions.put(name, lines.toTheLastEnd());
                });
            }
        }
    }

    /**
     * The first error since the last look.
     *
     * @throws UncheckedIOException when a log can't be read, or could not while it looked away
     */
    Optional<String> firstError() {
        Optional<UncheckedIOException> failure = unreadable;
        unreadable = Optional.empty();
        if (failure.isPresent()) {
            throw failure.get();
        }
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
            long from = known(log, name);
            Optional<String> line = from == 0
                    ? Optional.of(lines.first())
                    : lines.goOnFrom(from).next();
            while (line.isPresent() && error[0] == null) {
                if (isError(line.get())) {
                    error[0] = line.get();
                } else {
                    line = lines.next();
                }
            }
            // one that is still being packed may end before what was read of it unpacked
            positions.put(name, Math.max(from, lines.position()));
            if (isPacked(log) && line.isEmpty() && !lines.isCutOff()) {
                done.add(log);
            }
        });
        return Optional.ofNullable(error[0]);
    }

    /** Up to where a log was read; 0 of one that is new, or was written anew with the same beginning. */
    private long known(Path log, String name) throws IOException {
        long position = positions.getOrDefault(name, 0L);
        return !isPacked(log) && Files.size(log) < position ? 0 : position;
    }

    private boolean isError(String line) {
        Matcher error = ERROR.matcher(line);
        if (!error.matches()) {
            return false;
        }
        String time = error.group("time") == null ? error.group("plain") : error.group("time");
        return time.compareTo(since) >= 0 && away.stream().noneMatch(one -> one.covers(time));
    }

    private static boolean isPacked(Path log) {
        return log.toString().endsWith(PACKED);
    }

    @FunctionalInterface
    private interface Reading {
        void of(LogLines lines, String name) throws IOException;
    }

    /** A file that is not one line long yet is left for later. */
    private void read(Path log, Reading reading) {
        try (InputStream file = opener.open(log)) {
            Optional<LogLines> found = LogLines.of(isPacked(log) ? new GZIPInputStream(file) : file);
            if (found.isPresent()) {
                String area = log.getFileName().toString().split("\\.", 2)[0];
                reading.of(found.get(), area + " " + found.get().first());
            }
        } catch (NoSuchFileException | EOFException rotated) {
            // it is there under another name, or just begins to be
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
