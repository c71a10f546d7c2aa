package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.replication.RunState;

/** Whether a run still goes on, or only cleans up. On disk before the clean-up begins, so that a crash does not undo it. */
public enum Ending {
    /** Goes on. */
    NONE,
    /** Failed; what it had made is being removed. */
    FAILING,
    /** Called off; what it had made is being removed. */
    CANCELLING;

    /** The state that the clean-up ends in. */
    public RunState endState() {
        return switch (this) {
            case NONE -> throw new IllegalStateException("a run that goes on has no end state yet");
            case FAILING -> RunState.FAILED;
            case CANCELLING -> RunState.DELETED;
        };
    }
}
