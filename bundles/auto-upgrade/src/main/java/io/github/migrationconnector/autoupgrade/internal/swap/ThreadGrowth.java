package io.github.migrationconnector.autoupgrade.internal.swap;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;

/**
 * Notices threads that pile up under a new set. Runs that go on and pools that fill begin some dozens at most; what begins
 * more than that beyond those that end would stop the connector within the day.
 */
final class ThreadGrowth {
    private static final int TOLERATED = 100;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final int atFirst = threads.getThreadCount();

    /** The trouble, when there is one. */
    Optional<String> trouble() {
        int more = threads.getThreadCount() - atFirst;
        return more > TOLERATED ? Optional.of("threads pile up: " + more + " more run than before") : Optional.empty();
    }
}
