package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.notifications.internal.Message;

/** Carries messages to one channel. Each adapter passes {@code MessengerContract}. */
@FunctionalInterface
public interface Messenger {
    /**
     * Sends once; returns when the other side has taken it, for one receiver at least, and ends within a minute either way.
     *
     * @param message what
     * @param secret the channel's key or password; empty when it has none
     * @return which of its receivers have yet to get it, or never will
     * @throws io.github.migrationconnector.api.problem.ConnectorException why it was not taken, or is not known to be, with the
     *     fix; its retry is NEVER when the same message would be refused again
     */
    Receipt send(Message message, Secret secret);
}
