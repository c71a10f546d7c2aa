package io.github.migrationconnector.api.registration;

/** How a step of the set-up stands. */
public enum StepStatus {
    /** Not answered yet. */
    OPEN,
    /** Answered, checked, kept; not in force before the last step. */
    ANSWERED,
    /** A later step showed that the answer is wrong: answer it again. */
    REOPENED,
    /** In force. */
    IN_FORCE
}
