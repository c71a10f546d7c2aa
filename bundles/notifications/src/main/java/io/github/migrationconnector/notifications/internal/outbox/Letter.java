package io.github.migrationconnector.notifications.internal.outbox;

import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.notifications.internal.Message;
import java.time.Instant;
import java.util.List;

/**
 * A message that waits for a channel.
 *
 * @param number by which the outbox knows it; never that of another one
 * @param channel that it waits for
 * @param message what is sent
 * @param receivers how it stands with them
 * @param keptAt when it was put there
 * @param attempts how often it was tried
 */
public record Letter(
        long number, ChannelKind channel, Message message, Receivers receivers, Instant keptAt, int attempts) {
    /**
     * How it stands with the receivers of a letter.
     *
     * @param owed addresses of those who have yet to get it, when others have it; empty: all of the channel's
     * @param missed why others never get it, an address with its reason each
     */
    public record Receivers(List<String> owed, List<String> missed) {
        /** It goes to everybody, and nobody has refused it. */
        public static final Receivers ALL = new Receivers(List.of(), List.of());

        public Receivers {
            owed = List.copyOf(owed);
            missed = List.copyOf(missed);
        }
    }
}
