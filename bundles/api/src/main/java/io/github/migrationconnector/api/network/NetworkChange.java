package io.github.migrationconnector.api.network;

import java.util.Objects;

/**
 * A change that is under way.
 *
 * @param id what it is confirmed by
 * @param phase how far it is
 * @param secondsLeft until it takes itself back
 */
public record NetworkChange(String id, Phase phase, int secondsLeft) {
    /** In their order. */
    public enum Phase {
        /** The settings in force are being kept. */
        SAVING,
        /** They are kept. */
        PREPARED,
        /** The wanted settings are being put in force. */
        APPLYING,
        /** They are in force, until somebody confirms or the time is over. */
        WAITING,
        /** Somebody has confirmed: they are being kept. */
        CONFIRMING,
        /** The old settings are being put in force again. */
        REVERTING
    }

    public NetworkChange {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(phase, "phase");
    }
}
