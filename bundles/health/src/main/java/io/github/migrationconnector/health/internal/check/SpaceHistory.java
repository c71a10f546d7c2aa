package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How much room there was, hour by hour, for a week.
 *
 * @param database keeps it
 */
record SpaceHistory(Database database) {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final Duration BETWEEN = Duration.ofHours(1);

    /** Shorter growth says nothing about days. */
    private static final Duration LEAST = Duration.ofDays(1);

    private record Sample(Instant at, long freeBytes) {}

    /** Takes a look at its hour, and forgets the oldest. */
    void note(Instant now, long freeBytes) {
        long newest = database.read(handle -> handle.createQuery("select coalesce(max(at_millis), 0) from health_space")
                .mapTo(Long.class)
                .one());
        // also when the clock was set back: what was noted in its future is of no use
        if (Math.abs(now.toEpochMilli() - newest) < BETWEEN.toMillis()) {
            return;
        }
        database.write(handle -> {
            handle.execute(
                    "delete from health_space where at_millis < ? or at_millis >= ?",
                    now.minus(KEPT).toEpochMilli(),
                    now.toEpochMilli());
            return handle.execute(
                    "insert into health_space (at_millis, free_bytes) values (?, ?)", now.toEpochMilli(), freeBytes);
        });
    }

    /** When nothing is left if it goes on as in the days that are known; empty when it does not shrink. */
    Optional<Duration> left(Instant now, long freeBytes) {
        Optional<Sample> oldest = database.read(handle -> handle.createQuery(
                        "select at_millis, free_bytes from health_space order by at_millis limit 1")
                .map((row, context) ->
                        new Sample(Instant.ofEpochMilli(row.getLong("at_millis")), row.getLong("free_bytes")))
                .findOne());
        return oldest.filter(sample -> !sample.at().isAfter(now.minus(LEAST)))
                .filter(sample -> sample.freeBytes() > freeBytes)
                .map(sample -> {
                    double bytesASecond = (double) (sample.freeBytes() - freeBytes)
                            / Duration.between(sample.at(), now).toSeconds();
                    return Duration.ofSeconds((long) (freeBytes / bytesASecond));
                });
    }
}
