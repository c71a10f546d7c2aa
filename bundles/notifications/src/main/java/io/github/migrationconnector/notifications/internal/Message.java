package io.github.migrationconnector.notifications.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import java.time.Instant;
import java.util.UUID;

/**
 * What is sent: a JSON document, of which each channel makes what it carries (docs/notifications.md).
 *
 * @param id the same at every attempt and on every channel
 * @param title in a few words, in one line
 * @param document the whole, as JSON
 */
public record Message(String id, String title, String document) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Of something that happened. */
    public static Message of(Happening happening, ConnectorIdentity connector) {
        return of(happening.event().name(), happening.at(), happening, connector);
    }

    /** A trial, which says so. */
    public static Message test(Instant at, ConnectorIdentity connector) {
        ObjectNode document = head("TEST", at, connector)
                .put("title", "A test of the notifications of " + connector.name())
                .put("text", "Somebody asked the connector for it; nothing has happened.")
                .put("fix", "");
        document.putObject("facts");
        return of(document);
    }

    private static Message of(String event, Instant at, Happening happening, ConnectorIdentity connector) {
        ObjectNode document = head(event, at, connector)
                .put("title", happening.words().title())
                .put("text", happening.words().text())
                .put("fix", happening.words().fix());
        ObjectNode facts = document.putObject("facts");
        happening.facts().forEach(facts::put);
        return of(document);
    }

    private static ObjectNode head(String event, Instant at, ConnectorIdentity connector) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("id", UUID.randomUUID().toString()).put("event", event).put("at", at.toString());
        document.putObject("connector").put("id", connector.id()).put("name", connector.name());
        return document;
    }

    private static Message of(ObjectNode document) {
        return new Message(
                document.path("id").textValue(), document.path("title").textValue(), document.toString());
    }

    /** A text of the document, by its JSON pointer; empty when it is not there. */
    public String text(String pointer) {
        return read().at(pointer).asText();
    }

    /** The facts, one a line. */
    public String facts() {
        StringBuilder lines = new StringBuilder();
        read().path("facts").fields().forEachRemaining(fact -> lines.append(fact.getKey())
                .append(": ")
                // one line each, whatever a machine is called
                .append(fact.getValue().asText().replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " "))
                .append('\n'));
        return lines.toString();
    }

    private JsonNode read() {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("what is kept is JSON", damaged);
        }
    }
}
