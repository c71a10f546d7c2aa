package io.github.migrationconnector.api.replication;

import java.time.Instant;
import java.util.Objects;

/**
 * Where a job stands.
 *
 * @param state by the retired service's names
 * @param paused whether a person has paused it: no run begins by itself
 * @param message what its reader should know; empty when all is well
 * @param nextRunAt when the next run begins; {@link Instant#EPOCH} when none is due
 * @param failures how many runs failed in a row
 * @param revision grows with each change of the job that a person asks for: the tag by which two of them notice each other
 */
public record JobStatus(
        JobState state, boolean paused, String message, Instant nextRunAt, int failures, long revision) {
    /** A job that was just made and has no run due. */
    public static final JobStatus NEW = new JobStatus(JobState.PENDING, false, "", Instant.EPOCH, 0, 1);

    public JobStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(nextRunAt, "nextRunAt");
    }
}
