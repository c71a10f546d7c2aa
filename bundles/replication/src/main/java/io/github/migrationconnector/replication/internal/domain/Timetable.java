package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.replication.Schedule;
import java.time.Duration;
import java.time.Instant;

/** When a job's next run is due. All by the length of time since the start, so summer time changes nothing. */
public final class Timetable {
    /** Not due at all. */
    public static final Instant NEVER = Instant.EPOCH;

    private static final Duration FIRST_RETRY = Duration.ofMinutes(15);
    private static final Duration LONGEST_RETRY = Duration.ofHours(4);

    private Timetable() {}

    /** The first time of a schedule that was made or changed: one that has passed already is due now. */
    public static Instant first(Schedule schedule, Instant now) {
        if (schedule instanceof Schedule.Once once) {
            return once.at();
        }
        if (schedule instanceof Schedule.Every every) {
            return every.start().isAfter(now) ? every.start() : now;
        }
        return NEVER;
    }

    /** The next time after one at which a run began: those that passed meanwhile are left out. */
    public static Instant after(Schedule schedule, Instant now) {
        if (schedule instanceof Schedule.Every every) {
            if (every.start().isAfter(now)) {
                return every.start();
            }
            Duration step = Duration.ofHours(every.hours());
            long passed = Duration.between(every.start(), now).dividedBy(step);
            return every.start().plus(step.multipliedBy(passed + 1));
        }
        return NEVER;
    }

    /** When a failed run is tried again: 15 minutes, an hour, four hours after; sooner when the next one is due before. */
    public static Instant afterFailure(Schedule schedule, int failures, Instant now) {
        if (schedule instanceof Schedule.OnDemand) {
            return NEVER;
        }
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(2 * (failures - 1), 8));
        Instant again = now.plus(pause.compareTo(LONGEST_RETRY) < 0 ? pause : LONGEST_RETRY);
        Instant regular = after(schedule, now);
        return !regular.equals(NEVER) && regular.isBefore(again) ? regular : again;
    }

    /** A clock that was set back leaves a next time that is farther away than the interval. */
    public static boolean isTooFar(Schedule schedule, Instant next, Instant now) {
        return schedule instanceof Schedule.Every every
                && next.isAfter(now.plus(Duration.ofHours(every.hours())))
                && next.isAfter(every.start());
    }
}
