package io.github.migrationconnector.api.replication;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The supervisor of jobs and runs. What a call answers is on disk. */
@ProviderType
public interface Replication {
    /** Makes a job for a VM that has none. */
    Job create(JobSpec spec);

    List<Job> jobs();

    Optional<Job> job(String jobId);

    /** Forgets a job and its runs; images and snapshots stay. Refused while a run is active. */
    void delete(String jobId);

    /** Asks for a run now; it goes on in the background. Refused while one of this job is active. */
    Run start(String jobId);

    /** The job's runs, the youngest first. */
    List<Run> runs(String jobId);

    Optional<Run> run(String runId);

    /** Calls off an active run: the VM snapshot and pending EBS snapshots are removed. */
    void cancel(String runId);
}
