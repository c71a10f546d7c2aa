package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogFile;
import io.github.migrationconnector.logupload.internal.Cleaner;
import io.github.migrationconnector.logupload.internal.log.BoundedLines;
import io.github.migrationconnector.logupload.internal.log.LogDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is new in the logs into the spool, cleaned. A log is known by its first line, since its file is renamed and packed
 * while its content stays: so what was taken before that is not taken again.
 */
final class Batches {
    private static final Logger LOG = LoggerFactory.getLogger(Batches.class);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /** What was taken is shown to the cleaner again for so long: a key over several lines may have begun there. */
    private static final long LOOKED_BACK = 64 << 10;

    private final LogDirectory logs;
    private final UploadJournal journal;
    private final Bounds bounds;
    private final Clock clock;

    /**
     * How much.
     *
     * @param batchBytes of a file of the spool, about; packed
     * @param spoolBytes of all of them: the rest waits in the logs
     */
    record Bounds(long batchBytes, long spoolBytes) {}

    Batches(LogDirectory logs, UploadJournal journal, Bounds bounds, Clock clock) {
        this.logs = logs;
        this.journal = journal;
        this.bounds = bounds;
        this.clock = clock;
    }

    /**
     * Takes what is new, as long as there is room.
     *
     * @param above the folder that all of it goes below, such as the connector's id
     * @return whether all of it was taken
     */
    boolean take(Cleaner cleaner, String above) throws IOException {
        Set<String> seen = new HashSet<>();
        boolean all = true;
        List<LogFile> files = new ArrayList<>(logs.files());
        Collections.reverse(files);
        for (LogArea area : LogArea.values()) {
            List<LogFile> its =
                    files.stream().filter(file -> file.area() == area).toList();
            try (Taking taking = new Taking(cleaner, above, area)) {
                for (LogFile file : its) {
                    all = take(file, taking, seen) && all;
                }
                taking.end();
            }
        }
        if (all) {
            journal.seen(seen, clock.instant());
        }
        return all;
    }

    private boolean take(LogFile file, Taking taking, Set<String> seen) throws IOException {
        InputStream opened;
        try {
            opened = logs.open(file);
        } catch (NoSuchFileException rotated) {
            // there under another name, now or in a moment; the next upload finds it
            return true;
        } catch (IOException broken) {
            LOG.warn("{} can't be read, and is not uploaded: {}", file.name(), broken.getMessage());
            return true;
        }
        try (InputStream in = opened) {
            return taking.take(new BoundedLines(in, Long.MAX_VALUE), seen);
        }
    }

    /** What is new of an area, into one or more files. */
    private final class Taking implements AutoCloseable {
        private final Cleaner cleaner;
        private final String above;
        private final LogArea area;
        private final Map<String, Long> offsets = new HashMap<>();
        // null while nothing is new
        private SpoolFile out;

        Taking(Cleaner cleaner, String above, LogArea area) {
            this.cleaner = cleaner;
            this.above = above;
            this.area = area;
        }

        boolean take(BoundedLines lines, Set<String> seen) throws IOException {
            Optional<String> line = lines.next();
            if (line.isEmpty() || !lines.ended()) {
                // not one line yet
                return true;
            }
            String log = area.word() + "-" + digest(line.get());
            seen.add(log);
            // a log that is just being packed is there twice, and what was taken of the first is not noted yet
            long from = Math.max(journal.offset(log), offsets.getOrDefault(log, 0L));
            Cleaner.Text clean = cleaner.text();
            while (line.isPresent()) {
                // half a line, still being written or packed: half of a secret would not be seen as one
                if (!lines.ended()) {
                    return true;
                }
                if (lines.position() > from) {
                    if (journal.waitingBytes() + (out == null ? 0 : out.bytes()) >= bounds.spoolBytes()) {
                        return false;
                    }
                    add(clean.next(line.get()));
                    offsets.put(log, lines.position());
                } else if (lines.position() > from - LOOKED_BACK) {
                    clean.next(line.get());
                }
                if (out != null && out.bytes() >= bounds.batchBytes()) {
                    end();
                }
                line = lines.next();
            }
            return true;
        }

        private void add(String line) throws IOException {
            if (out == null) {
                out = new SpoolFile(journal.spool());
            }
            out.line(line);
        }

        void end() throws IOException {
            if (out != null) {
                Instant now = clock.instant();
                journal.add(
                        out.finish(above + "/" + DAY.format(now), area.word() + "-" + STAMP.format(now)),
                        Map.copyOf(offsets),
                        now);
                offsets.clear();
                out = null;
            }
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }

    private static String digest(String line) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 32);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
