package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.notifications.internal.Message;
import java.util.List;

/** A message as people read it. */
final class PlainText {
    private PlainText() {}

    /** What happened, what to do, the facts and the id; lines end with LF. */
    static String of(Message message) {
        StringBuilder text = new StringBuilder(message.title()).append("\n\n");
        for (String part : List.of(message.text("/text"), message.text("/fix"))) {
            if (!part.isEmpty()) {
                text.append(part).append("\n\n");
            }
        }
        return text.append(message.facts())
                .append("event: ")
                .append(message.text("/event"))
                .append("\nat: ")
                .append(message.text("/at"))
                .append("\nconnector: ")
                .append(message.text("/connector/name"))
                .append(" (")
                .append(message.text("/connector/id"))
                .append(")\nid: ")
                .append(message.id())
                .append('\n')
                .toString();
    }
}
