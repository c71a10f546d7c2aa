package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.RunPhase;
import java.time.Duration;
import java.util.Optional;

/**
 * How often and how soon a phase is done again after a failure. Counts the failures that were met without any progress
 * between them; one of these belongs to one run.
 */
final class RetryPolicy {
    /** Nothing is made yet, and somebody may be waiting for the answer: 1 and 2 seconds of pause. */
    static final int ATTEMPTS_OF_CHECKING = 3;

    /** Pauses of 1, 2, 4, … 60 seconds: about four minutes, a restart of vCenter's services. */
    static final int ATTEMPTS = 9;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration QUEUE_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_RESUME_PAUSE = Duration.ofSeconds(15);

    /** How often a thread waits for what a run waits for; then it does something else, and looks again each minute. */
    private static final int WAITS_IN_HAND = 8;

    /** A run that has waited longer was waited for already: it is looked at once each time that it is taken in hand. */
    static final Duration WAITED_FOR = Duration.ofMinutes(2);

    private int failures;
    private int waits;
    private int waitsInHand = WAITS_IN_HAND;

    /** Something went on: what failed before is forgiven. */
    void progress() {
        failures = 0;
        waits = 0;
        waitsInHand = WAITS_IN_HAND;
    }

    /** The pause before the phase is done again; empty when it isn't. */
    Optional<Duration> pauseAfter(Problem problem, RunPhase phase) {
        return switch (problem.retry()) {
            case NEVER -> Optional.empty();
            case SOON -> {
                failures++;
                yield failures < attempts(phase) ? Optional.of(doubled(failures, LONGEST_PAUSE)) : Optional.empty();
            }
            case WHEN_FREE -> {
                waits++;
                yield Optional.of(doubled(waits + 1, QUEUE_PAUSE));
            }
            case ON_RESUME -> {
                waits++;
                yield Optional.of(doubled(waits, LONGEST_RESUME_PAUSE));
            }
        };
    }

    /** Says how long what is met has been waited for, by this worker and those before it. */
    void hasWaited(Problem problem, Duration length) {
        boolean longAgo = problem.retry() == Retry.ON_RESUME && length.compareTo(WAITED_FOR) > 0;
        waitsInHand = longAgo ? 0 : WAITS_IN_HAND;
    }

    /** Whether the run is let go over a wait, so that others get its thread. */
    boolean letsGo() {
        return waits > waitsInHand;
    }

    private static int attempts(RunPhase phase) {
        return phase == RunPhase.CHECKING ? ATTEMPTS_OF_CHECKING : ATTEMPTS;
    }

    private static Duration doubled(int times, Duration longest) {
        Duration pause = Duration.ofSeconds(1L << Math.min(times - 1, 10));
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
