package io.github.migrationconnector.api.replication;

/** Who began a run, by the retired service's names. */
public enum RunType {
    /** A person or a program. */
    ON_DEMAND,
    /** The schedule. */
    AUTOMATIC
}
