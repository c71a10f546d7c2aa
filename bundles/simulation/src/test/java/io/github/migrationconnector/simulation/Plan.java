package io.github.migrationconnector.simulation;

import java.time.Duration;
import java.time.Instant;

/**
 * What is simulated.
 *
 * @param seed of everything that is random
 * @param vms one job each
 */
record Plan(long seed, int days, int vms, boolean postgresql) {
    /** Far from now, so that a part that looks at the real clock shows. */
    static final Instant START = Instant.parse("2031-03-01T00:00:00Z");

    static final Duration TICK = Duration.ofMinutes(5);

    private static final int SHORT_DAYS = 3;

    Instant end() {
        return START.plus(Duration.ofDays(days));
    }

    /** Whether the daemon is killed at each place at least once, if it takes some days more. */
    boolean meetsEveryKill() {
        // what a kill leaves on disk is the same on both stores: the short form asks for all of them on one
        return !postgresql || days > SHORT_DAYS;
    }

    /** How many hours lie between the runs of a job. */
    int everyHours(int vm) {
        return new int[] {12, 24, 8, 24, 12}[vm % 5];
    }

    /** How many images a job keeps. */
    int imagesToKeep(int vm) {
        return 1 + vm % 3;
    }

    /** When a job begins. */
    Instant startOf(int vm) {
        return START.plus(Duration.ofMinutes(7L + 13L * vm));
    }

    @Override
    public String toString() {
        return days + " days x " + vms + " VMs on " + (postgresql ? "PostgreSQL" : "SQLite") + ", seed " + seed;
    }
}
