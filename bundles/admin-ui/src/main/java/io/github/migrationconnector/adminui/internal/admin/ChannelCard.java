package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.ChannelStatus;
import io.github.migrationconnector.api.notification.NotificationEvent;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A channel on its page.
 *
 * @param kind which
 * @param status how it goes with it; empty when it is not set
 * @param values of the fields of its form, by name; never a secret
 * @param events whose boxes are checked
 */
public record ChannelCard(
        ChannelKind kind, Optional<ChannelStatus> status, Map<String, String> values, Set<NotificationEvent> events) {
    /** All that can be typed, but for the secret. */
    private static final Set<String> FIELDS =
            Set.of("url", "plainHttp", "sha256", "host", "port", "security", "user", "from", "to", "topic");

    static ChannelCard of(ChannelKind kind, Optional<ChannelStatus> status) {
        Map<String, String> values = new HashMap<>(Map.of("port", "587", "security", "STARTTLS"));
        // all at first, but for what is said most often and wants nothing done
        Set<NotificationEvent> events = EnumSet.complementOf(EnumSet.of(NotificationEvent.RUN_COMPLETED));
        if (status.isPresent()) {
            values.putAll(values(status.get().channel()));
            events = status.get().channel().events();
        }
        return new ChannelCard(kind, status, values, events);
    }

    private static Map<String, String> values(Channel channel) {
        if (channel instanceof Channel.Mail mail) {
            return Map.of(
                    "host", mail.server().host(),
                    "port", Integer.toString(mail.server().port()),
                    "security", mail.server().security().name(),
                    "sha256", mail.server().sha256(),
                    "user", mail.user(),
                    "from", mail.from(),
                    "to", String.join(", ", mail.to()));
        }
        if (channel instanceof Channel.Webhook webhook) {
            return Map.of(
                    "url", webhook.url().toString(),
                    "plainHttp", webhook.plainHttp() ? "true" : "",
                    "sha256", webhook.sha256());
        }
        if (channel instanceof Channel.Sns sns) {
            return Map.of("topic", sns.topic().toString());
        }
        return Map.of();
    }

    /** Whether it has a key or a password of its own, and a server whose certificate may be named. */
    public boolean hasServer() {
        return kind != ChannelKind.SNS;
    }

    /** With what was typed into its form, when that was refused. */
    ChannelCard typed(PageRequest request) {
        if (!request.field("action").equals("set") || !request.field("channel").equals(kind.word())) {
            return this;
        }
        Map<String, String> typed = new HashMap<>();
        FIELDS.forEach(name -> typed.put(name, request.field(name)));
        return new ChannelCard(kind, status, typed, TypedChannel.events(request));
    }

    /** The value of a field; empty when it has none. */
    public String value(String field) {
        return values.getOrDefault(field, "");
    }
}
