package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.CleanUp;
import io.github.migrationconnector.replication.internal.phase.OldTransfers;
import io.github.migrationconnector.replication.internal.phase.Phases;

/** Forgets a job that a person has deleted, as soon as no run of it goes on. */
public final class JobRemoval {
    private final RunStore store;
    private final CleanUp cleanUp;
    private final OldTransfers oldTransfers;

    public JobRemoval(RunStore store, Phases phases) {
        this.store = store;
        this.cleanUp = phases.cleanUp();
        this.oldTransfers = phases.oldTransfers();
    }

    /**
     * Removes what the job's runs have left, then the job. Does nothing while a run goes on.
     *
     * @return whether it is gone
     */
    boolean finish(String jobId) {
        if (store.runs(jobId).stream().anyMatch(run -> !run.state().ended())) {
            return false;
        }
        // a job that is forgotten takes with it the knowledge of what its runs have left
        for (RunRecord run : store.runs(jobId)) {
            if (run.leftovers()) {
                cleanUp.sweep(run);
            }
        }
        oldTransfers.discardAll(jobId);
        store.deleteJob(jobId);
        return true;
    }
}
