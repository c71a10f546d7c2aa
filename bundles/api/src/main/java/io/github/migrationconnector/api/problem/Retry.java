package io.github.migrationconnector.api.problem;

/** What a caller may do about a failure. Retrying is opt-in: a failure is {@link #NEVER} unless its cause is known to pass. */
public enum Retry {
    /** The same call fails again: a wrong argument, a missing right, a broken invariant. */
    NEVER,
    /** A passing condition (5xx, a throttle, a dropped connection): the same call may be sent again after a pause. */
    SOON,
    /** A limit that frees itself in minutes (a quota, a full queue): wait in the queue, don't count attempts. */
    WHEN_FREE,
    /** The work was asked to stop (quiesce, shutdown): it goes on where it stopped when the service is back. */
    ON_RESUME
}
