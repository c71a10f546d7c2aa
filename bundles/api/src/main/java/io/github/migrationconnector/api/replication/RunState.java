package io.github.migrationconnector.api.replication;

/** The life of a run, by the retired service's names. */
public enum RunState {
    PENDING,
    ACTIVE,
    COMPLETED,
    FAILED,
    /** Called off; what it had made is removed. */
    DELETED;

    public boolean ended() {
        return switch (this) {
            case PENDING, ACTIVE -> false;
            case COMPLETED, FAILED, DELETED -> true;
        };
    }
}
