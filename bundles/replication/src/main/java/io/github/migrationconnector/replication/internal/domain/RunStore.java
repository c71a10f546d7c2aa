package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.streaming.TransferProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Jobs and runs on disk. Each call is one transaction, on disk when it returns and not there at all when it throws. */
public interface RunStore {
    /** What another connector, or a later life of this one, has taken over is refused to whoever held it before. */
    String TAKEN_OVER = "RUN_TAKEN_OVER";

    /**
     * Keeps a new job.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code JOB_EXISTS} when the VM has one
     */
    void add(Job job);

    /** All jobs, by creation. */
    List<Job> jobs();

    Optional<Job> job(String jobId);

    /**
     * Changes a job by what it is now, in one transaction.
     *
     * @param change may throw, and then nothing is changed
     * @return the job as it is on disk now
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code JOB_NOT_FOUND}
     */
    default Job changeJob(String jobId, UnaryOperator<Job> change) {
        return changeJob(jobId, (job, running) -> change.apply(job));
    }

    /** The same by what is known of the job's runs in that transaction; none begins or ends meanwhile. */
    Job changeJob(String jobId, JobChange change);

    /** What a job becomes. */
    @FunctionalInterface
    interface JobChange {
        /**
         * May throw, and then nothing is changed.
         *
         * @param running whether one of its runs has not ended
         */
        Job of(Job job, boolean running);
    }

    /**
     * Begins a run that is due, unless somebody else has begun it, or has paused or deleted the job meanwhile: the job gets
     * its next time, and the run is kept, as MISSED when another one of the job has not ended. A job that has no next time
     * misses nothing: it stays due until that other one has ended.
     *
     * @param due the time at which the job was due, as it was read
     * @param next its next time; {@link Timetable#NEVER} for none
     * @return the run as it was kept; empty when none was
     */
    Optional<RunRecord> begin(RunRecord run, Instant due, Instant next);

    /**
     * Forgets a job, its runs and its checkpoints. No error when there is none.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code RUN_ACTIVE}
     */
    void deleteJob(String jobId);

    /**
     * Keeps a new run.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code JOB_NOT_FOUND}, {@code RUN_ACTIVE} when
     *     one of this job has not ended, {@code JOB_STATE_REFUSES} when the job is in a state that allows none
     */
    void add(RunRecord run);

    Optional<RunRecord> run(String runId);

    /** A job's runs, the youngest first. */
    List<RunRecord> runs(String jobId);

    /** Every run that has not ended, by the time it was asked for. */
    List<RunRecord> unfinished();

    /** Every ended run of which something could not be removed yet. */
    List<RunRecord> withLeftovers();

    /**
     * Takes a run that has not ended in hand until a time, unless another connector holds it still. From then on nobody
     * else writes it.
     *
     * @return whether it is in this connector's hand
     */
    boolean hold(String runId, Instant now, Instant until);

    /**
     * Goes on holding all that is in hand.
     *
     * @return the runs that this connector holds still and that have not ended
     */
    List<Held> keep(Instant until);

    /** The runs that have not ended and that nobody holds any more. */
    List<String> forfeited(Instant now);

    /**
     * Lets go of what earlier lives in this home held: they are over.
     *
     * @param atWork the runs that a worker of such a life is still at; they stay in its hand until their time is over
     */
    void inherit(Set<String> atWork);

    /** Lets go of all that is in hand, so that whoever comes next need not wait. */
    void letGo();

    /**
     * Writes a run and its disks.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code RUN_TAKEN_OVER} when another connector, or
     *     a later life of this one, holds it by now: nothing is written. The same for all that is written of a run.
     */
    void save(RunRecord run);

    /** Writes how far one disk's transfer is, and nothing else. */
    void saveProgress(String runId, int diskKey, TransferProgress progress);

    /** Notes that a run does not wait any more, and nothing else. */
    void goesOn(String runId);

    /** Writes a run, its disks, and what the next run builds on, in one transaction. */
    void record(RunRecord run, List<Checkpoint> checkpoints);

    /**
     * Writes a run that has ended, and what that means for its job, in one transaction.
     *
     * @param outcome the job after the run; it is asked once, with the job as it is on disk
     */
    void end(RunRecord run, UnaryOperator<Job> outcome);

    /** What the next run of a job builds on, by device key; empty before the first completed transfer. */
    List<Checkpoint> checkpoints(String jobId);

    /**
     * Asks for a run to be called off.
     *
     * @return false when there is no such run or it has ended
     */
    boolean requestCancel(String runId);

    boolean cancelRequested(String runId);

    /** The ids of the runs that were called off and have not ended. */
    Set<String> cancelRequests();
}
