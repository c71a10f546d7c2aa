package io.github.migrationconnector.api.replication;

import java.time.Instant;
import java.util.Objects;

/**
 * A replication job.
 *
 * @param id {@code sms-job-} and hex digits
 * @param vmId the VM's managed object id
 * @param vmName its name when the job was made
 * @param spec what was asked for
 * @param createdAt when it was made
 * @param latestImageId the youngest image; empty before there is one
 */
public record Job(String id, String vmId, String vmName, JobSpec spec, Instant createdAt, String latestImageId) {
    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(vmId, "vmId");
        Objects.requireNonNull(vmName, "vmName");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(latestImageId, "latestImageId");
    }
}
