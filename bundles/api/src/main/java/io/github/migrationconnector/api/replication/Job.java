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
 * @param serverId the catalog's id of the server; empty for a job that was made before there was a catalog
 * @param status where it stands
 * @param identity which machine it is for; a job that was made before identities were kept learns it at its next run
 */
public record Job(
        String id,
        String vmId,
        String vmName,
        JobSpec spec,
        Instant createdAt,
        String latestImageId,
        String serverId,
        JobStatus status,
        VmIdentity identity) {
    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(vmId, "vmId");
        Objects.requireNonNull(vmName, "vmName");
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(latestImageId, "latestImageId");
        Objects.requireNonNull(serverId, "serverId");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(identity, "identity");
    }

    /** One whose machine's identity is not known yet. */
    public Job(
            String id,
            String vmId,
            String vmName,
            JobSpec spec,
            Instant createdAt,
            String latestImageId,
            String serverId,
            JobStatus status) {
        this(id, vmId, vmName, spec, createdAt, latestImageId, serverId, status, VmIdentity.UNKNOWN);
    }

    /** A job that was just made. */
    public Job(String id, String vmId, String vmName, JobSpec spec, Instant createdAt, String latestImageId) {
        this(id, vmId, vmName, spec, createdAt, latestImageId, "", JobStatus.NEW);
    }

    public Job with(JobStatus newStatus) {
        return new Job(id, vmId, vmName, spec, createdAt, latestImageId, serverId, newStatus, identity);
    }

    public Job with(JobSpec newSpec) {
        return new Job(id, vmId, vmName, newSpec, createdAt, latestImageId, serverId, status, identity);
    }

    public Job with(VmIdentity newIdentity) {
        return new Job(id, vmId, vmName, spec, createdAt, latestImageId, serverId, status, newIdentity);
    }

    public Job withImage(String imageId) {
        return new Job(id, vmId, vmName, spec, createdAt, imageId, serverId, status, identity);
    }
}
