package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How often a request is made again: a few times in a row, with growing pauses. What came in between counts anew. */
final class Patience {
    /** With the usual pause, these take about half a minute. */
    static final int USUAL_FAILURES = 7;

    static final Duration USUAL_PAUSE = Duration.ofMillis(250);

    private final int mostFailures;
    private final Duration firstPause;
    private int failures;

    /**
     * Makes one.
     *
     * @param mostFailures in a row
     * @param firstPause doubles with each failure
     */
    Patience(int mostFailures, Duration firstPause) {
        this.mostFailures = mostFailures;
        this.firstPause = firstPause;
    }

    void progress() {
        failures = 0;
    }

    /**
     * Waits before another try.
     *
     * @throws ConnectorException with the problem when there were enough of them
     */
    void spend(Problem problem) throws InterruptedException {
        failures++;
        if (failures > mostFailures) {
            throw problem.asException();
        }
        long full = firstPause.toMillis() << (failures - 1);
        long pause = full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        synchronized (this) {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
    }
}
