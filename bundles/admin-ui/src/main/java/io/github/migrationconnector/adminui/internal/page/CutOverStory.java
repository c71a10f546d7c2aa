package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import java.util.Locale;

/** What a cut-over has done to its server so far, and so what its reader can do. */
public enum CutOverStory {
    /** It looks before it does anything. */
    CHECKING,
    /** The guest is asked to shut down. */
    STOPPING,
    /** The guest is off, and what is left is carried over. */
    CARRYING,
    /** It is being called off. */
    LEAVING,
    /** The image is there; the guest is off. */
    DONE,
    /** It ended before it did anything. */
    UNTOUCHED,
    /** It ended while the guest was asked to shut down: it may be on, or off. */
    DOUBTFUL,
    /** It ended with the guest off, and without an image. */
    STOPPED;

    static CutOverStory of(Run run) {
        return switch (run.state()) {
            case PENDING, ACTIVE -> at(run.phase(), CHECKING, STOPPING, CARRYING);
            case DELETING -> LEAVING;
            case COMPLETED -> DONE;
            case MISSED -> UNTOUCHED;
            case FAILED, DELETED -> at(run.phase(), UNTOUCHED, DOUBTFUL, STOPPED);
        };
    }

    private static CutOverStory at(RunPhase phase, CutOverStory before, CutOverStory during, CutOverStory after) {
        int order = phase.compareTo(RunPhase.SHUTTING_DOWN);
        return order < 0 ? before : order == 0 ? during : after;
    }

    /** Whether powering the server on is the way back. */
    public boolean hasWayBack() {
        return this == DONE || this == DOUBTFUL || this == STOPPED;
    }

    /** Whether another cut-over is what comes next. */
    public boolean canBeRepeated() {
        return this == UNTOUCHED || this == DOUBTFUL || this == STOPPED;
    }

    /** As in keys of texts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
