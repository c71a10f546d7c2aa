package io.github.migrationconnector.api.notification;

import java.time.Instant;
import java.util.Objects;

/**
 * A channel, and how it goes with it.
 *
 * @param channel its settings
 * @param secretKept whether a key or password of it is kept
 * @param since from when on it is told what happens
 * @param deliveredAt when something arrived the last time, at all its receivers; {@link Instant#EPOCH} when nothing did
 * @param waiting how many notifications wait to be sent
 * @param trouble why the last attempt failed; empty when it did not
 */
public record ChannelStatus(
        Channel channel, boolean secretKept, Instant since, Instant deliveredAt, int waiting, String trouble) {
    public ChannelStatus {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(deliveredAt, "deliveredAt");
        Objects.requireNonNull(trouble, "trouble");
    }
}
