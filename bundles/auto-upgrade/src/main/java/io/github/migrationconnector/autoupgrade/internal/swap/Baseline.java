package io.github.migrationconnector.autoupgrade.internal.swap;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/**
 * How all was before a set came into force; only what is worse than that is the set's.
 *
 * @param log what is logged since
 * @param threads how many ran
 * @param unsatisfied the components that did not work, by name
 * @param failing the checks of this machine that failed, by name
 */
record Baseline(LogWatch log, ThreadGrowth threads, Set<String> unsatisfied, Set<String> failing) {
    /** From now on. */
    static Baseline now(Path logs, Components components, LocalChecks checks) {
        return new Baseline(LogWatch.fromNow(logs), new ThreadGrowth(), components.unsatisfied(), checks.failing());
    }

    /** Of a framework that began at a moment with what is watched: nothing is put down to what was before. */
    static Baseline ofStart(Path logs, Instant begun) {
        return new Baseline(LogWatch.since(logs, begun), new ThreadGrowth(), Set.of(), Set.of());
    }

    /**
     * Of the same framework when all of it has started: the runs that it takes up have their threads by now, and a check that
     * failed before the start, whose result was kept, is nobody's new fault.
     */
    Baseline started(LocalChecks checks) {
        return new Baseline(log, new ThreadGrowth(), unsatisfied, checks.failing());
    }

    /** The same, but for what was logged and begun until now. */
    Baseline goneOn(Path logs) {
        return new Baseline(LogWatch.fromNow(logs), new ThreadGrowth(), unsatisfied, failing);
    }
}
