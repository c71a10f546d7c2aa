package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.MailSecurity;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.api.trust.Fingerprints;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A channel as somebody typed it. */
final class TypedChannel {
    private TypedChannel() {}

    /**
     * Reads it.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NOTIFICATION_CHANNEL_INVALID} with what is wrong
     */
    static Channel of(ChannelKind kind, PageRequest request) {
        try {
            return switch (kind) {
                case WEBHOOK -> webhook(request);
                case MAIL -> mail(request);
                case SNS -> new Channel.Sns(TopicArn.parse(request.field("topic")), events(request));
            };
        } catch (IllegalArgumentException wrong) {
            throw NotificationsPage.refused(wrong.getMessage());
        }
    }

    private static Channel webhook(PageRequest request) {
        return new Channel.Webhook(
                URI.create(request.field("url").strip()),
                request.checked("plainHttp"),
                Fingerprints.normal(request.field("sha256")),
                events(request));
    }

    private static Channel mail(PageRequest request) {
        List<String> to = Arrays.stream(request.field("to").split("[,;\\s]+"))
                .filter(address -> !address.isEmpty())
                .toList();
        String port = request.field("port").strip();
        if (!port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("the port is no number");
        }
        return new Channel.Mail(
                new Channel.Server(
                        request.field("host").strip(),
                        Integer.parseInt(port),
                        MailSecurity.valueOf(request.field("security")),
                        Fingerprints.normal(request.field("sha256"))),
                request.field("user").strip(),
                request.field("from").strip(),
                to,
                events(request));
    }

    static Set<NotificationEvent> events(PageRequest request) {
        Set<NotificationEvent> events = EnumSet.noneOf(NotificationEvent.class);
        for (NotificationEvent event : NotificationEvent.values()) {
            if (request.checked("event." + event)) {
                events.add(event);
            }
        }
        return events;
    }
}
