package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.replication.RunState;
import java.util.EnumSet;
import java.util.Set;

/** Which state of a run may follow which. Everything else is a fault of the program and is refused. */
public final class RunTransitions {
    private RunTransitions() {}

    /** The states that may follow. */
    public static Set<RunState> after(RunState state) {
        return switch (state) {
            case PENDING -> EnumSet.of(RunState.ACTIVE, RunState.MISSED, RunState.DELETING);
            case ACTIVE -> EnumSet.of(RunState.COMPLETED, RunState.FAILED, RunState.DELETING);
            case DELETING -> EnumSet.of(RunState.DELETED);
            case MISSED, COMPLETED, FAILED, DELETED -> EnumSet.noneOf(RunState.class);
        };
    }

    /**
     * Checks one change.
     *
     * @return the new state
     * @throws IllegalStateException when it may not follow
     */
    public static RunState change(RunState from, RunState to) {
        if (!after(from).contains(to)) {
            throw new IllegalStateException("a run that is " + from + " can't become " + to);
        }
        return to;
    }
}
