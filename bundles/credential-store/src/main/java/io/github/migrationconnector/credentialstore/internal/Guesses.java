package io.github.migrationconnector.credentialstore.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Slows down wrong passphrases: each further one doubles the wait. */
final class Guesses {
    private static final int MOST_DOUBLINGS = 9;

    private final LongSupplier nanos;
    private int wrong;
    private long allowedAt;

    Guesses(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void require() {
        Duration wait = Duration.ofNanos(allowedAt - nanos.getAsLong());
        if (wrong > 0 && wait.toNanos() > 0) {
            throw new Problem(
                            "TOO_MANY_ATTEMPTS",
                            "Too many wrong passphrases.",
                            "Try again in " + (wait.toSeconds() + 1) + " seconds.",
                            Retry.WHEN_FREE)
                    .asException();
        }
    }

    synchronized void wrong() {
        allowedAt = nanos.getAsLong()
                + Duration.ofSeconds(1L << Math.min(wrong, MOST_DOUBLINGS)).toNanos();
        wrong++;
    }

    synchronized void right() {
        wrong = 0;
    }
}
