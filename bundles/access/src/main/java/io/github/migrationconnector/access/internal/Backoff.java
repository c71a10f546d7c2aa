package io.github.migrationconnector.access.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down whoever fails: a few failures are free, each further one doubles the wait. Remembers a bounded number of names,
 * and forgets the one that failed longest ago.
 */
final class Backoff {
    private static final int FREE_FAILURES = 5;
    private static final int REMEMBERED = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    private final Clock clock;
    private final Duration longestWait;
    private final Map<String, Failures> failed = new LinkedHashMap<>();

    Backoff(Clock clock, Duration longestWait) {
        this.clock = clock;
        this.longestWait = longestWait;
    }

    /** How long this name has to wait yet; empty when it may try. */
    synchronized Optional<Duration> wait(String name) {
        Failures failures = failed.get(name);
        Instant now = clock.instant();
        if (failures == null || !failures.until().isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(now, failures.until()));
    }

    synchronized void failed(String name) {
        Failures before = failed.remove(name);
        int count = before == null ? 1 : before.count() + 1;
        failed.put(name, new Failures(count, clock.instant().plus(waitAfter(count))));
        if (failed.size() > REMEMBERED) {
            failed.remove(failed.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String name) {
        failed.remove(name);
    }

    private Duration waitAfter(int count) {
        int doublings = count - FREE_FAILURES;
        if (doublings < 0) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(doublings, 20));
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }

    private record Failures(int count, Instant until) {}
}
