package io.github.migrationconnector.api.notification;

import java.util.Objects;

/**
 * What is published to a topic; each kind of subscription gets the text that suits it.
 *
 * @param id of the notification, the same at every attempt
 * @param subject of mails: 1 to 99 printable ASCII characters, a letter or a digit first
 * @param document JSON, for programs
 * @param text for mails
 * @param line for short messages
 * @param event by which subscriptions may filter: a {@link NotificationEvent}'s name, or TEST
 * @param connector the same: id of the connector
 */
public record TopicMessage(
        String id, String subject, String document, String text, String line, String event, String connector) {
    public TopicMessage {
        if (!subject.matches("[A-Za-z0-9][ -~]{0,98}")) {
            throw new IllegalArgumentException("a subject that Amazon SNS does not take");
        }
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(line, "line");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(connector, "connector");
    }
}
