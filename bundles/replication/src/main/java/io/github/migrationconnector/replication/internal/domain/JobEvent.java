package io.github.migrationconnector.replication.internal.domain;

/** What happens to a job. */
public enum JobEvent {
    /** A run ended with an image, and others may follow. */
    RUN_COMPLETED,
    /** The only run that was planned ended with an image. */
    ONLY_RUN_COMPLETED,
    RUN_FAILED,
    /** A run failed, the last of too many in a row. */
    RUNS_FAILED_IN_A_ROW,
    /** A person takes back a pause. */
    RESUMED,
    /** A person changes when it runs. */
    RESCHEDULED,
    /** Nobody took back the pause that failures made, for too long. */
    LEFT_PAUSED,
    /** A person deletes it. */
    DELETE_ASKED,
    /** No run of it goes on any more. */
    DELETE_DONE
}
