package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.replication.internal.domain.RunRecord;

/**
 * Looks whether the guest of a cut-over is off still. What it wrote after somebody powered it on again is in no snapshot of
 * this run, so such a run must not pass for a cut-over.
 */
final class StoppedGuest {
    private final Services services;

    StoppedGuest(Services services) {
        this.services = services;
    }

    /** Does nothing for a run that stops nothing. */
    void require(RunRecord run, Job job) {
        if (!run.course().origin().shutdown().isWanted()) {
            return;
        }
        PowerState state = services.power().state(job.vmId());
        if (state != PowerState.OFF) {
            throw Problem.fatal(
                            "GUEST_ON_AGAIN",
                            job.vmName() + " was off for the cut-over and is " + state
                                    + " now: what it writes would not be in the image",
                            "See to it that nobody powers it on, and cut over again.")
                    .asException();
        }
    }
}
