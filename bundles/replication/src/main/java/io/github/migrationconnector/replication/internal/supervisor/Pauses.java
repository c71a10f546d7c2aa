package io.github.migrationconnector.replication.internal.supervisor;

import java.time.Duration;

/** How a run waits. */
@FunctionalInterface
public interface Pauses {
    /**
     * Waits.
     *
     * @throws InterruptedException when the run is called off or the service goes away
     */
    void pause(Duration length) throws InterruptedException;
}
