package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.streaming.TransferProgress;
import java.util.List;
import java.util.Optional;

/** Jobs and runs on disk. Each call is one transaction, on disk when it returns and not there at all when it throws. */
public interface RunStore {
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
     * Forgets a job, its runs and its checkpoints. No error when there is none.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code RUN_ACTIVE}
     */
    void deleteJob(String jobId);

    /**
     * Keeps a new run.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code JOB_NOT_FOUND}, {@code RUN_ACTIVE} when
     *     one of this job has not ended
     */
    void add(RunRecord run);

    Optional<RunRecord> run(String runId);

    /** A job's runs, the youngest first. */
    List<RunRecord> runs(String jobId);

    /** Every run that has not ended, by the time it was asked for. */
    List<RunRecord> unfinished();

    /** Every ended run of which something could not be removed yet. */
    List<RunRecord> withLeftovers();

    /** Writes a run and its disks. */
    void save(RunRecord run);

    /** Writes how far one disk's transfer is, and nothing else. */
    void saveProgress(String runId, int diskKey, TransferProgress progress);

    /** Writes a run, its disks, and what the next run builds on, in one transaction. */
    void record(RunRecord run, List<Checkpoint> checkpoints);

    /** Writes a run that ended with an image, and the image as its job's latest, in one transaction. */
    void complete(RunRecord run);

    /** What the next run of a job builds on, by device key; empty before the first completed transfer. */
    List<Checkpoint> checkpoints(String jobId);

    /**
     * Asks for a run to be called off.
     *
     * @return false when there is no such run or it has ended
     */
    boolean requestCancel(String runId);

    boolean cancelRequested(String runId);
}
