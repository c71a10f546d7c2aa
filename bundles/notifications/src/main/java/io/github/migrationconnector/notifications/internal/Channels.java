package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.notifications.internal.channel.Instruments;
import io.github.migrationconnector.notifications.internal.channel.MailMessenger;
import io.github.migrationconnector.notifications.internal.channel.Messenger;
import io.github.migrationconnector.notifications.internal.channel.Receipt;
import io.github.migrationconnector.notifications.internal.channel.SnsMessenger;
import io.github.migrationconnector.notifications.internal.channel.WebhookMessenger;
import io.github.migrationconnector.notifications.internal.outbox.Letter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who carries messages to a channel, and its secret. */
final class Channels {
    private static final String FIELD = "secret";

    private final Neighbours neighbours;
    private final Instruments instruments;

    Channels(Neighbours neighbours, Instruments instruments) {
        this.neighbours = neighbours;
        this.instruments = instruments;
    }

    /** Brings a letter to those of its receivers who have yet to get it. */
    Receipt carry(Channel channel, Letter letter) {
        List<String> owed = letter.receivers().owed();
        if (owed.isEmpty() || !(channel instanceof Channel.Mail mail)) {
            return send(channel, letter.message());
        }
        List<String> rest = mail.to().stream().filter(owed::contains).toList();
        // who was taken off the channel is owed nothing any more
        return rest.isEmpty()
                ? Receipt.WHOLE
                : send(
                        new Channel.Mail(mail.server(), mail.user(), mail.from(), rest, mail.events()),
                        letter.message());
    }

    /** Sends once, with the channel's secret. */
    Receipt send(Channel channel, Message message) {
        try (Secret secret = secret(channel.kind())) {
            return messenger(channel).send(message, secret);
        }
    }

    private Messenger messenger(Channel channel) {
        if (channel instanceof Channel.Webhook webhook) {
            return new WebhookMessenger(webhook, this::proxy, instruments);
        }
        if (channel instanceof Channel.Mail mail) {
            return new MailMessenger(mail, instruments);
        }
        if (channel instanceof Channel.Sns sns) {
            return new SnsMessenger(sns, () -> neighbours.aws().endpoints().region(), neighbours::topics, instruments);
        }
        throw new IllegalStateException("a channel that nobody carries to: " + channel.kind());
    }

    /** The one that AWS is reached through, as it leads out; none before there is one. */
    private ProxySettings proxy() {
        try {
            return neighbours.aws().endpoints().proxy();
        } catch (ConnectorException notSetUp) {
            if (notSetUp.problem().code().equals("AWS_NOT_SET_UP")) {
                return ProxySettings.NONE;
            }
            throw notSetUp;
        }
    }

    private Secret secret(ChannelKind kind) {
        return kept(kind).orElseGet(() -> Secret.of(""));
    }

    private Optional<Secret> kept(ChannelKind kind) {
        return neighbours
                .credentials()
                .get(id(kind), "send a notification by " + kind.word())
                .map(fields -> fields.get(FIELD));
    }

    boolean hasSecret(ChannelKind kind) {
        return neighbours.credentials().ids().contains(id(kind));
    }

    void keepSecret(ChannelKind kind, Secret secret) {
        neighbours.credentials().put(id(kind), Map.of(FIELD, secret));
    }

    void forgetSecret(ChannelKind kind) {
        neighbours.credentials().remove(id(kind));
    }

    private static String id(ChannelKind kind) {
        return "notification-" + kind.word();
    }
}
