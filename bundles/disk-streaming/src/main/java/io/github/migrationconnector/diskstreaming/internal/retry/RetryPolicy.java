package io.github.migrationconnector.diskstreaming.internal.retry;

import io.github.migrationconnector.api.problem.Problem;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before a call is tried again, and when to give up. Opt-in: only what its problem says may pass is tried
 * again (correctness rule 15).
 *
 * @param attempts how often a call is tried in all, waits for a free place not counted
 * @param first the first pause
 * @param longest what the doubling of the pause ends at
 * @param whenFree the pause for a place that others hold
 * @param random between 0 and 1: spreads what failed together
 */
public record RetryPolicy(int attempts, Duration first, Duration longest, Duration whenFree, DoubleSupplier random) {
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("no attempts");
        }
    }

    /** Rides out several minutes without a network. */
    public static RetryPolicy standard(DoubleSupplier random) {
        return new RetryPolicy(30, Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofSeconds(5), random);
    }

    /** Whether a failure uses up an attempt. */
    static boolean counts(Problem problem) {
        return switch (problem.retry()) {
            case NEVER, SOON, ON_RESUME -> true;
            case WHEN_FREE -> false;
        };
    }

    /**
     * The pause before the next attempt.
     *
     * @param problem what went wrong
     * @param failures how often in a row, from 1
     * @return nanoseconds; empty when it is not to be tried again
     */
    OptionalLong pause(Problem problem, int failures) {
        return switch (problem.retry()) {
            case NEVER, ON_RESUME -> OptionalLong.empty();
            case WHEN_FREE -> OptionalLong.of(spread(whenFree.toNanos()));
            case SOON -> failures >= attempts ? OptionalLong.empty() : OptionalLong.of(spread(backOff(failures)));
        };
    }

    private long backOff(int failures) {
        long doubled = first.toNanos() << Math.min(failures - 1, 20);
        return Math.min(doubled, longest.toNanos());
    }

    /** Half of it for sure, the rest at random. */
    private long spread(long nanos) {
        return nanos / 2 + (long) (random.getAsDouble() * (nanos / 2.0));
    }
}
