package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.replication.internal.domain.RunRecord;

/**
 * One phase of a run. Acts, then writes what it found together with the next phase, in one transaction and as the last
 * thing that it does. A step that was cut short anywhere is simply done again.
 */
@FunctionalInterface
public interface PhaseStep {
    /**
     * Does the phase that the run is in, and writes it in the next one.
     *
     * @throws InterruptedException when the run is called off or the service goes away
     */
    void act(RunRecord run) throws InterruptedException;
}
