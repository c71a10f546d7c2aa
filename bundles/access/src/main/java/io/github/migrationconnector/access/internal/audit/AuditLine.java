package io.github.migrationconnector.access.internal.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.audit.AuditRecord;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The text of records, and of the line with which a file begins; ASCII alone, on one line each. */
final class AuditLine {
    private static final int FORMAT = 1;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();

    /** Begins a file: which record comes next, and the hash that it follows on. */
    String head(long first, ChainHash carried) {
        return text(json.createObjectNode()
                .put("format", FORMAT)
                .put("first", first)
                .put("anchored", true)
                .put("carried", carried.hex()));
    }

    /** What a file's first line says; empty when it is none. */
    Optional<Head> readHead(String line) {
        try {
            JsonNode node = json.readTree(ChainHash.object(line));
            if (node == null
                    || node.path("format").asInt() != FORMAT
                    || node.path("first").asLong() < 1) {
                return Optional.empty();
            }
            return Optional.of(new Head(
                    node.path("first").asLong(),
                    new ChainHash(node.path("carried").asText()),
                    node.path("anchored").asBoolean()));
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    String record(AuditRecord entry) {
        AuditEvent event = entry.event();
        return text(json.createObjectNode()
                .put("number", entry.number())
                .put("at", entry.at().toString())
                .put("who", event.who())
                .put("from", event.from())
                .put("action", event.action())
                .put("target", event.target())
                .put("result", event.result().name()));
    }

    /** What a line says; empty when it is damaged. */
    Optional<AuditRecord> readRecord(String line) {
        try {
            JsonNode node = json.readTree(line);
            if (node == null || !node.isObject()) {
                return Optional.empty();
            }
            return Optional.of(new AuditRecord(
                    node.path("number").asLong(),
                    Instant.parse(node.path("at").asText()),
                    new AuditEvent(
                            node.path("who").asText(),
                            node.path("from").asText(),
                            node.path("action").asText(),
                            node.path("target").asText(),
                            Result.valueOf(node.path("result").asText()))));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException damaged) {
            return Optional.empty();
        }
    }

    private String text(ObjectNode node) {
        try {
            return json.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that can't be written", impossible);
        }
    }

    /**
     * The beginning of a file.
     *
     * @param first the number of its first record
     * @param carried the hash of the last line of the file before
     * @param anchored whether an {@link AnchorFile} was kept when it was begun: then its absence is a finding
     */
    record Head(long first, ChainHash carried, boolean anchored) {}
}
