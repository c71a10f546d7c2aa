package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which records of the audit trail are wanted.
 *
 * @param text what who, from where, the action or the target contains, in either case; empty for all
 * @param result how it ended; empty for all
 * @param since the first day, in UTC; empty for the oldest
 * @param until the last day, in UTC; empty for the newest
 * @param before only records with a smaller number
 */
record AuditQuery(
        String text,
        Optional<AuditEvent.Result> result,
        Optional<LocalDate> since,
        Optional<LocalDate> until,
        long before) {
    private static final int LONGEST = 100;

    /** What the form, or a link to the next page, asks for; what can't be read is left out. */
    static AuditQuery of(PageRequest request) {
        String text = request.field("text").strip();
        String before = request.field("before");
        return new AuditQuery(
                text.length() > LONGEST ? text.substring(0, LONGEST) : text,
                Arrays.stream(AuditEvent.Result.values())
                        .filter(result -> result.name().equals(request.field("result")))
                        .findFirst(),
                day(request.field("since")),
                day(request.field("until")),
                before.matches("[0-9]{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE);
    }

    boolean wants(AuditRecord record) {
        AuditEvent event = record.event();
        return (result.isEmpty() || result.get() == event.result())
                && until.map(day -> record.at().isBefore(start(day.plusDays(1))))
                        .orElse(true)
                && !isBeforeAll(record)
                && contains(event);
    }

    /** Whether this record, and so every older one, is older than what is wanted. */
    boolean isBeforeAll(AuditRecord record) {
        return since.map(day -> record.at().isBefore(start(day))).orElse(false);
    }

    /** Whether this is not the newest page. */
    public boolean isPaged() {
        return before != Long.MAX_VALUE;
    }

    /** The filter as the query of a link, without where the page begins. */
    public String link() {
        return "text=" + URLEncoder.encode(text, StandardCharsets.UTF_8)
                + "&result=" + result.map(Enum::name).orElse("")
                + "&since=" + since.map(LocalDate::toString).orElse("")
                + "&until=" + until.map(LocalDate::toString).orElse("");
    }

    private boolean contains(AuditEvent event) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return Stream.of(event.who(), event.from(), event.action(), event.target())
                .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException unreal) {
            return Optional.empty();
        }
    }
}
