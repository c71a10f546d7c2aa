package io.github.migrationconnector.logupload.internal.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/** When the next upload begins. Many connectors share a target: none of their moments is exact. */
final class UploadSchedule {
    /** After the first failure; doubled with each further one. */
    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    /** The first upload after the start, or after it was chosen, begins within this. */
    static final Duration AT_START = Duration.ofMinutes(2);

    private static final double SPREAD = 0.1;
    private static final int MOST_DOUBLINGS = 10;

    private final DoubleSupplier random;

    /**
     * Makes one.
     *
     * @param random from 0 to 1
     */
    UploadSchedule(DoubleSupplier random) {
        this.random = random;
    }

    /** When the first one is due. */
    Instant first(Progress progress, Duration every, Instant now) {
        Instant regular = next(progress, every, now);
        Instant soon = now.plus(part(AT_START));
        return regular.isBefore(soon) ? soon : regular;
    }

    /** When the next one is due after one has ended. One that ended in the future did so by a clock that has been set since. */
    Instant next(Progress progress, Duration every, Instant now) {
        Instant last = progress.lastAttempt().isAfter(now) ? now : progress.lastAttempt();
        if (progress.failures() == 0) {
            return last.plus(every).plusMillis((long) (every.toMillis() * SPREAD * random.getAsDouble()));
        }
        Duration pause = pause(progress);
        return last.plus(pause.dividedBy(2)).plus(part(pause.dividedBy(2)));
    }

    private static Duration pause(Progress progress) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, progress.failures() - 1));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** Whether a moment is further off than any that is found now: the clock has been set back since. */
    boolean isBeyond(Instant due, Progress progress, Duration every, Instant now) {
        Duration regular = every.plusMillis((long) (every.toMillis() * SPREAD));
        return due.isAfter(
                now.plus(progress.failures() == 0 ? regular : pause(progress)).plus(AT_START));
    }

    private Duration part(Duration of) {
        return Duration.ofMillis((long) (of.toMillis() * random.getAsDouble()));
    }
}
