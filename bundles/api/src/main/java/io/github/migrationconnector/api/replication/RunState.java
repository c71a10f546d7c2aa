package io.github.migrationconnector.api.replication;

/** The life of a run, by the retired service's names. */
public enum RunState {
    PENDING,
    /** Was due while another run of its job was active, and is left out. */
    MISSED,
    ACTIVE,
    COMPLETED,
    FAILED,
    /** Called off; what it had made is being removed. */
    DELETING,
    /** Called off; what it had made is removed. */
    DELETED;

    public boolean ended() {
        return switch (this) {
            case PENDING, ACTIVE, DELETING -> false;
            case MISSED, COMPLETED, FAILED, DELETED -> true;
        };
    }
}
