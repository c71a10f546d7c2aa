package io.github.migrationconnector.autoupgrade.internal.swap;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Notices threads that pile up while a new set is watched. Runs that go on and pools that fill begin some dozens at most;
 * what begins more than that and ends none of them would stop the connector within the day.
 */
final class ThreadGrowth {
    private static final int TOLERATED = 100;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Set<Long> atFirst = running();

    /** The trouble, when there is one. */
    Optional<String> trouble() {
        Set<Long> since = running();
        since.removeAll(atFirst);
        return since.size() > TOLERATED
                ? Optional.of("threads pile up: " + since.size() + " were begun while it was watched, and still run")
                : Optional.empty();
    }

    private Set<Long> running() {
        Set<Long> ids = new HashSet<>();
        for (long id : threads.getAllThreadIds()) {
            ids.add(id);
        }
        return ids;
    }
}
