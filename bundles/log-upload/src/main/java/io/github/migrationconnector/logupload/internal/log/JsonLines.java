package io.github.migrationconnector.logupload.internal.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogLevel;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what the log's encoder wrote. */
final class JsonLines {
    private final JsonMapper json = new JsonMapper();

    /** The entry of a line; empty for one that is none. */
    Optional<LogEntry> parse(String line, LogArea area) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode node = json.readTree(line);
            Optional<LogLevel> level = Stream.of(LogLevel.values())
                    .filter(each -> each.name().equals(node.path("level").asText()))
                    .findFirst();
            if (level.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new LogEntry(
                    0,
                    Instant.parse(node.path("time").asText()),
                    level.get(),
                    area,
                    node.path("logger").asText(),
                    node.path("thread").asText(),
                    node.path("message").asText(),
                    new LogEntry.Work(
                            node.path("run").asText(),
                            node.path("job").asText(),
                            node.path("vm").asText()),
                    node.path("error").asText()));
        } catch (JsonProcessingException | DateTimeException cutOff) {
            return Optional.empty();
        }
    }
}
