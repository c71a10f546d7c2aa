package io.github.migrationconnector.api.replication;

import io.github.migrationconnector.api.problem.Notice;
import java.time.Instant;
import java.util.Objects;

/**
 * Where a job stands.
 *
 * @param state by the retired service's names
 * @param paused whether a person has paused it: no run begins by itself
 * @param notice what its reader should know; {@link Notice#NONE} when all is well
 * @param nextRunAt when the next run begins; {@link Instant#EPOCH} when none is due
 * @param failures how many runs failed in a row
 * @param revision grows with each change of the job that a person asks for: the tag by which two of them notice each other
 */
public record JobStatus(JobState state, boolean paused, Notice notice, Instant nextRunAt, int failures, long revision) {
    /** A job that was just made and has no run due. */
    public static final JobStatus NEW = new JobStatus(JobState.PENDING, false, Notice.NONE, Instant.EPOCH, 0, 1);

    public JobStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(notice, "notice");
        Objects.requireNonNull(nextRunAt, "nextRunAt");
    }

    /** What its reader should know, in English; empty when all is well. */
    public String message() {
        return notice.text();
    }
}
