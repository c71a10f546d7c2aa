package io.github.migrationconnector.api.notification;

import java.time.Instant;
import java.util.Objects;

/**
 * A notification on its way by one channel.
 *
 * @param id of the notification, the same on every channel and at every attempt: what a receiver tells repetitions by
 * @param channel which way
 * @param event what happened
 * @param at when it happened
 * @param title in a few words
 * @param state what became of it
 * @param attempts how often it was tried
 * @param nextAt when it is tried again; {@link Instant#EPOCH} when it isn't
 * @param trouble why the last attempt failed; empty when it did not
 */
public record Delivery(
        String id,
        ChannelKind channel,
        NotificationEvent event,
        Instant at,
        String title,
        DeliveryState state,
        int attempts,
        Instant nextAt,
        String trouble) {
    public Delivery {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(nextAt, "nextAt");
        Objects.requireNonNull(trouble, "trouble");
    }
}
