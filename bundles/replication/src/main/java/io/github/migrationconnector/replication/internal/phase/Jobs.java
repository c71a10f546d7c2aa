package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;

/** Finds the job of a run. */
final class Jobs {
    private Jobs() {}

    /** A run that has not ended keeps its job from being deleted, so a missing one is damage. */
    static Job of(RunRecord run, RunStore store) {
        return store.job(run.jobId()).orElseThrow(() -> Problem.fatal(
                        "JOB_NOT_FOUND", "run " + run.id() + " has lost its job " + run.jobId(), "")
                .asException());
    }
}
