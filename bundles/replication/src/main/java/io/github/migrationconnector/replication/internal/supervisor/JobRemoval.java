package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.CleanUp;
import io.github.migrationconnector.replication.internal.phase.Machines;
import io.github.migrationconnector.replication.internal.phase.OldTransfers;
import io.github.migrationconnector.replication.internal.phase.Phases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets a job that a person has deleted, as soon as no run of it goes on. What keeps it is said in its message. */
public final class JobRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(JobRemoval.class);

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
     * @throws ConnectorException what keeps the job; its message tells it too
     */
    boolean finish(String jobId) {
        if (store.runs(jobId).stream().anyMatch(run -> !run.state().ended())) {
            return false;
        }
        try {
            remove(jobId);
        } catch (ConnectorException e) {
            say(jobId, e.problem());
            throw e;
        }
        return true;
    }

    private void remove(String jobId) {
        // a job that is forgotten takes with it the knowledge of what its runs have left
        for (RunRecord run : store.runs(jobId)) {
            if (run.leftovers()) {
                sweep(run);
            }
        }
        oldTransfers.discardAll(jobId);
        store.deleteJob(jobId);
    }

    /** What lies in a vCenter that the connector was set up away from can't be removed from here, ever. */
    private void sweep(RunRecord run) {
        try {
            cleanUp.sweep(run);
        } catch (ConnectorException e) {
            if (!e.problem().code().equals(Machines.ANOTHER_VCENTER)) {
                throw e;
            }
            LOG.warn(
                    "the snapshot {} is given up with its job, when it is there still: {}",
                    run.vmSnapshotName(),
                    e.getMessage());
            store.save(run.leaving(false));
        }
    }

    private void say(String jobId, Problem problem) {
        Notice why = Notice.of(problem);
        if (store.job(jobId).stream().noneMatch(job -> job.status().notice().equals(why))) {
            Job unused = store.changeJob(
                    jobId,
                    job -> job.with(new JobStatus(
                            job.status().state(),
                            job.status().paused(),
                            why,
                            job.status().nextRunAt(),
                            job.status().failures(),
                            job.status().revision())));
        }
    }
}
