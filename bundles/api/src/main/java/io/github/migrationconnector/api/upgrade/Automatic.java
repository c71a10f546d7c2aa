package io.github.migrationconnector.api.upgrade;

import java.time.Instant;
import java.util.Objects;

/**
 * Upgrades without a hand.
 *
 * @param chosen whether the administrator wants them
 * @param channel where releases come from; empty when none is set
 * @param window when they may happen, in words
 * @param nextLook when the channel is looked at again; {@link Instant#EPOCH} while it isn't
 * @param lastLook when it was looked at last; {@link Instant#EPOCH} before
 * @param silentSince since when the channel has told nothing good, once that is several windows long; {@link Instant#EPOCH}
 *     before, and without a channel
 * @param offered the release that waits there; empty when nothing newer does
 * @param notes what its publisher says of it; may be empty
 * @param trouble why the last look failed, or why what is offered is not put in force; empty when all is well
 */
public record Automatic(
        boolean chosen,
        String channel,
        String window,
        Instant nextLook,
        Instant lastLook,
        Instant silentSince,
        String offered,
        String notes,
        String trouble) {
    public Automatic {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(nextLook, "nextLook");
        Objects.requireNonNull(lastLook, "lastLook");
        Objects.requireNonNull(silentSince, "silentSince");
        Objects.requireNonNull(offered, "offered");
        Objects.requireNonNull(notes, "notes");
        Objects.requireNonNull(trouble, "trouble");
    }
}
