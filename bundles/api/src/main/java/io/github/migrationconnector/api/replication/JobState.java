package io.github.migrationconnector.api.replication;

/**
 * The life of a job, by the retired service's names. That a person has paused it stands beside it, in {@link
 * JobStatus#paused}: a paused job keeps its state.
 */
public enum JobState {
    /** Waits for its first run. */
    PENDING,
    /** Its last run did not fail. */
    ACTIVE,
    /** Its last run failed; the next one is tried. */
    FAILING,
    /** Too many runs failed in a row: none begins by itself until it is resumed. */
    PAUSED_ON_FAILURE,
    /** Was not resumed in time. It can only be deleted. */
    FAILED,
    /** Was to run once, and has. */
    COMPLETED,
    /** Is being deleted: a run under way is called off first. */
    DELETING,
    /** Gone. Shown in changes only. */
    DELETED
}
