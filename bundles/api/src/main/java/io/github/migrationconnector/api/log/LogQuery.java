package io.github.migrationconnector.api.log;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What is looked for.
 *
 * @param text is in the message, the logger or the stack trace, whatever the case; empty for anything
 * @param areas in these; none for all
 * @param least matters at least as much
 * @param id belongs to the run, job or VM with this id; empty for any
 * @param before is older; {@link Instant#MAX} for the newest
 * @param most how many at most, 1 to {@link #MOST}
 */
public record LogQuery(String text, Set<LogArea> areas, LogLevel least, String id, Instant before, int most) {
    /** More is no page. */
    public static final int MOST = 1000;

    /** The newest of all that is written. */
    public static final LogQuery NEWEST = new LogQuery("", Set.of(), LogLevel.TRACE, "", Instant.MAX, 100);

    public LogQuery {
        Objects.requireNonNull(text, "text");
        areas = Set.copyOf(areas);
        Objects.requireNonNull(least, "least");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(before, "before");
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("not a count: " + most);
        }
    }

    /** Whether an entry is one of those that are looked for. */
    public boolean finds(LogEntry entry) {
        return entry.level().matters(least)
                && (areas.isEmpty() || areas.contains(entry.area()))
                && (id.isEmpty() || entry.work().has(id))
                && entry.at().isBefore(before)
                && (text.isEmpty() || holds(entry, text.toLowerCase(Locale.ROOT)));
    }

    private static boolean holds(LogEntry entry, String words) {
        return entry.message().toLowerCase(Locale.ROOT).contains(words)
                || entry.logger().toLowerCase(Locale.ROOT).contains(words)
                || entry.error().toLowerCase(Locale.ROOT).contains(words);
    }
}
