package io.github.migrationconnector.autoupgrade.internal;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * When upgrades may happen by themselves: on some days of the week, from a time of the day to another, which is on the next
 * day when it is the earlier one.
 *
 * @param days on which it begins
 * @param start its beginning
 * @param end its end
 * @param zone whose clock is meant
 */
record Window(Set<DayOfWeek> days, LocalTime start, LocalTime end, ZoneId zone) {
    Window {
        days = Set.copyOf(days);
        if (days.isEmpty() || start.equals(end)) {
            throw new IllegalArgumentException("a maintenance window that is never open");
        }
    }

    /**
     * Reads one.
     *
     * @param days such as {@code SAT,SUN}; empty for each day
     * @throws IllegalArgumentException with what is wrong
     */
    static Window parse(String days, String start, String end, ZoneId zone) {
        Set<DayOfWeek> chosen = EnumSet.noneOf(DayOfWeek.class);
        for (String word : days.isBlank() ? new String[0] : days.split(",", -1)) {
            chosen.add(List.of(DayOfWeek.values()).stream()
                    .filter(day -> day.name().startsWith(word.strip().toUpperCase(Locale.ROOT))
                            && word.strip().length() >= 3)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no day of the week: " + word)));
        }
        try {
            return new Window(
                    chosen.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : chosen,
                    LocalTime.parse(start),
                    LocalTime.parse(end),
                    zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no times of the day: " + start + " to " + end, e);
        }
    }

    /**
     * One opening.
     *
     * @param from its beginning
     * @param to its end
     */
    record Opening(Instant from, Instant to) {
        boolean contains(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }

        Duration length() {
            return Duration.between(from, to);
        }
    }

    /** The opening that is under way, or the next one. */
    Opening at(Instant now) {
        LocalDate day = now.atZone(zone).toLocalDate().minusDays(1);
        while (true) {
            if (days.contains(day.getDayOfWeek())) {
                LocalDate last = end.isAfter(start) ? day : day.plusDays(1);
                Opening opening = new Opening(
                        ZonedDateTime.of(day, start, zone).toInstant(),
                        ZonedDateTime.of(last, end, zone).toInstant());
                // a change of the clocks may leave nothing of it
                if (opening.to().isAfter(now) && opening.length().compareTo(Duration.ZERO) > 0) {
                    return opening;
                }
            }
            day = day.plusDays(1);
        }
    }

    /** In words: {@code MON,TUE 01:00-05:00 Europe/Berlin}. */
    String words() {
        List<String> names = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            if (days.contains(day)) {
                names.add(day.name().substring(0, 3));
            }
        }
        String chosen = names.size() == DayOfWeek.values().length ? "" : String.join(",", names) + " ";
        return chosen + start + "-" + end + " " + zone;
    }
}
