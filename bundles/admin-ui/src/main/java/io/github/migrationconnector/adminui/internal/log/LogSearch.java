package io.github.migrationconnector.adminui.internal.log;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.api.log.LogQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a reader wants to see of the log; what can't be read of it is left out.
 *
 * @param text in the message, the logger or the stack trace; empty for all
 * @param area of this one alone; empty for all
 * @param level or worse; empty for all
 * @param id of a run, job or VM; empty for all
 * @param before older than this; empty for the newest
 */
record LogSearch(String text, String area, String level, String id, String before) {
    static final int PAGE = 100;
    private static final int LONGEST = 100;

    static LogSearch of(PageRequest request) {
        return of(
                request.field("text"),
                request.field("area"),
                request.field("level"),
                request.field("id"),
                request.field("before"));
    }

    static LogSearch of(String text, String area, String level, String id, String before) {
        return new LogSearch(
                cut(text),
                LogArea.of(area).map(LogArea::word).orElse(""),
                Stream.of(LogLevel.values())
                        .map(LogLevel::name)
                        .filter(level::equals)
                        .findFirst()
                        .orElse(""),
                cut(id),
                isTime(before) ? before : "");
    }

    LogQuery query() {
        return new LogQuery(
                text,
                area.isEmpty() ? Set.of() : Set.of(LogArea.of(area).orElseThrow()),
                level.isEmpty() ? LogLevel.TRACE : LogLevel.valueOf(level),
                id,
                before.isEmpty() ? Instant.MAX : Instant.parse(before),
                PAGE);
    }

    /** As the query of a link, without where the page begins. */
    public String link() {
        return "text=" + encoded(text) + "&area=" + encoded(area) + "&level=" + encoded(level) + "&id=" + encoded(id);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String cut(String value) {
        String stripped = value.strip();
        return stripped.length() > LONGEST ? stripped.substring(0, LONGEST) : stripped;
    }

    private static boolean isTime(String value) {
        try {
            return !value.isEmpty() && !Instant.parse(value).equals(Instant.MAX);
        } catch (DateTimeException unreadable) {
            return false;
        }
    }
}
