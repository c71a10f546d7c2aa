package io.github.migrationconnector.api.connection;

/** What AWS says to an action. */
public enum PermissionVerdict {
    /** It may be done. */
    ALLOWED,
    /** A policy is missing, or one denies it. */
    DENIED,
    /** The question was not answered: a throttle, an error of the service. */
    NOT_TOLD
}
