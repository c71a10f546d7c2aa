package io.github.migrationconnector.logupload.internal.log;

import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogFile;
import io.github.migrationconnector.api.log.LogQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks through the files, the youngest first, until enough was found. */
final class LogSearch {
    private static final Logger LOG = LoggerFactory.getLogger(LogSearch.class);

    /** Unpacked, of one file: far more than one is made with. */
    private static final long MOST_BYTES = 64L << 20;

    private final LogDirectory directory;
    private final JsonLines lines = new JsonLines();

    LogSearch(LogDirectory directory) {
        this.directory = directory;
    }

    List<LogEntry> find(LogQuery query) {
        List<LogFile> files = directory.files();
        List<LogEntry> found = new ArrayList<>();
        for (LogArea area : LogArea.values()) {
            if (query.areas().isEmpty() || query.areas().contains(area)) {
                found.addAll(find(
                        query,
                        files.stream().filter(file -> file.area() == area).toList()));
            }
        }
        found.sort(Comparator.comparing(LogEntry::at).reversed());
        return List.copyOf(found.subList(0, Math.min(found.size(), query.most())));
    }

    private List<LogEntry> find(LogQuery query, List<LogFile> youngestFirst) {
        List<LogEntry> found = new ArrayList<>();
        for (LogFile file : youngestFirst) {
            if (found.size() >= query.most()) {
                break;
            }
            found.addAll(find(query, file));
        }
        return found;
    }

    private List<LogEntry> find(LogQuery query, LogFile file) {
        Deque<LogEntry> newest = new ArrayDeque<>();
        try (InputStream in = directory.open(file)) {
            BoundedLines text = new BoundedLines(in, MOST_BYTES);
            for (Optional<String> line = text.next(); line.isPresent(); line = text.next()) {
                lines.parse(line.get(), file.area()).filter(query::finds).ifPresent(entry -> {
                    newest.addFirst(entry);
                    if (newest.size() > query.most()) {
                        newest.removeLast();
                    }
                });
            }
        } catch (NoSuchFileException rotated) {
            // what was in it is in another one by now
            return List.copyOf(newest);
        } catch (IOException e) {
            LOG.warn("{} can't be read", file.name(), e);
        }
        return List.copyOf(newest);
    }
}
