package io.github.migrationconnector.api.replication;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The supervisor of jobs and runs. What a call answers is on disk. */
@ProviderType
public interface Replication {
    /** Given as a revision: whichever is in force. */
    long ANY_REVISION = 0;

    /**
     * Makes a job for a VM that has none.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VM_NOT_FOUND}, {@code JOB_EXISTS}, {@code
     *     JOB_START_TOO_FAR}
     */
    Job create(JobSpec spec);

    List<Job> jobs();

    Optional<Job> job(String jobId);

    /**
     * Changes a job; its VM stays what it is. A new schedule is followed from now on.
     *
     * @param revision the one that the caller has seen, or {@link #ANY_REVISION}
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code JOB_NOT_FOUND}, {@code JOB_CHANGED} when
     *     the revision is another one by now, {@code JOB_START_TOO_FAR}, {@code JOB_STATE_REFUSES} when it is being deleted,
     *     {@code RUN_ACTIVE} when encryption or its key would change under a run
     */
    Job update(String jobId, JobSpec spec, long revision);

    /** No run begins by itself any more; one that is active goes on. No error when it is paused already. */
    Job pause(String jobId);

    /**
     * Takes back a pause, whether a person or failures made it.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code JOB_NOT_FOUND}, {@code JOB_STATE_REFUSES}
     *     when it has failed for good
     */
    Job resume(String jobId);

    /** Forgets a job and its runs; images and their snapshots stay. An active run is called off first: DELETING until then. */
    void delete(String jobId);

    /** Asks for a run now; it goes on in the background. Refused while one of this job is active. */
    default Run start(String jobId) {
        return start(jobId, "");
    }

    /**
     * Asks for a run now; it goes on in the background.
     *
     * @param description what is said of it; may be empty
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code JOB_NOT_FOUND}, {@code RUN_ACTIVE} while
     *     one of this job is active, {@code JOB_STATE_REFUSES}
     */
    Run start(String jobId, String description);

    /**
     * Asks for the last run: the guest is shut down, what is left is carried over, and the image is made. The job is
     * paused then. Nothing is deleted when a step fails; {@link #powerOn} is the way back.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException as {@link #start(String, String)}
     */
    Run cutOver(String jobId, CutOver how);

    /** Powers a job's VM on. No error when it is on. Refused while a run of the job is active. */
    void powerOn(String jobId);

    /** The job's runs, the youngest first. */
    List<Run> runs(String jobId);

    Optional<Run> run(String runId);

    /** The runs of all jobs that have not ended. It is asked once a second by whoever follows them. */
    default List<Run> active() {
        return jobs().stream()
                .flatMap(job -> runs(job.id()).stream())
                .filter(run -> !run.state().ended())
                .toList();
    }

    /** Lets a run that waits for something look again at once. No error when it doesn't wait. */
    void lookAgain(String runId);

    /** Calls off an active run: the VM snapshot and pending EBS snapshots are removed. */
    void cancel(String runId);
}
