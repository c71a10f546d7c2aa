package io.github.migrationconnector.api.replication;

import java.util.Objects;

/**
 * What one run holds, or may hold, in vCenter and AWS: a VM snapshot, EBS snapshots. Only the connector that is set up with
 * both can remove it.
 *
 * @param runId the run
 * @param jobId its job
 * @param vmName the job's machine
 * @param kind why
 * @param identity which machine it is
 */
public record Holding(String runId, String jobId, String vmName, Kind kind, VmIdentity identity) {
    public Holding {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(vmName, "vmName");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(identity, "identity");
    }

    /** Why something is held. */
    public enum Kind {
        /** The run has not ended. */
        UNFINISHED,
        /** It has ended, and something that it made could not be removed yet. */
        LEFTOVERS
    }
}
