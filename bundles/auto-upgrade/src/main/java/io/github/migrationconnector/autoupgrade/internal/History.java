package io.github.migrationconnector.autoupgrade.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.autoupgrade.internal.set.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last upgrades, on disk: {@code history.json}, {@code under-way.json} while one is, and the plan of each in {@code
 * plans/}, by the milliseconds at which it began.
 */
public final class History {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final int MOST_RECORDS = 50;

    private final Path file;
    private final Path underWay;
    private final Path plans;

    /** In a directory, which is made when missing. */
    public History(Path directory) {
        file = directory.resolve("history.json");
        underWay = directory.resolve("under-way.json");
        plans = directory.resolve("plans");
        try {
            DurableFiles.makeDirectory(directory);
            DurableFiles.makeDirectory(plans);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The youngest first. */
    public List<UpgradeRecord> records() {
        List<UpgradeRecord> records = new ArrayList<>();
        read(file).ifPresent(list -> list.forEach(node -> records.add(record(node))));
        return records;
    }

    /** Notes that an upgrade begins; a record ends it. */
    public void begin(UpgradeRecord expected, UpgradePlan plan) {
        write(plan(expected.startedAt()), MAPPER.valueToTree(plan));
        write(underWay, node(expected));
    }

    /** What was planned for an upgrade that began then. */
    public Optional<UpgradePlan> planOf(Instant startedAt) {
        return read(plan(startedAt)).map(node -> {
            try {
                return MAPPER.treeToValue(node, UpgradePlan.class);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Path plan(Instant startedAt) {
        return plans.resolve(startedAt.toEpochMilli() + ".json");
    }

    /** What was begun and has no record: the daemon ended meanwhile. */
    public Optional<UpgradeRecord> unfinished() {
        return read(underWay).map(History::record);
    }

    /** Adds a record. */
    public void add(UpgradeRecord record) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode().add(node(record));
        records().stream().limit(MOST_RECORDS - 1L).forEach(older -> list.add(node(older)));
        write(file, list);
        try {
            DurableFiles.delete(underWay);
            forgetPlans();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those whose records are gone. */
    private void forgetPlans() throws IOException {
        Set<Path> kept =
                records().stream().map(record -> plan(record.startedAt())).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(plans)) {
            for (Path file : files.filter(found -> !kept.contains(found)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static JsonNode node(UpgradeRecord record) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("fromSet", record.fromSet())
                .put("toSet", record.toSet())
                .put("startedAt", record.startedAt().toString())
                .put("endedAt", record.endedAt().toString())
                .put("outcome", record.outcome().name())
                .put("reason", record.reason());
    }

    private static UpgradeRecord record(JsonNode node) {
        return new UpgradeRecord(
                node.path("fromSet").asText(),
                node.path("toSet").asText(),
                Instant.parse(node.path("startedAt").asText()),
                Instant.parse(node.path("endedAt").asText()),
                UpgradeOutcome.valueOf(node.path("outcome").asText()),
                node.path("reason").asText());
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(MAPPER.readTree(Files.readAllBytes(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, JsonNode node) {
        try {
            DurableFiles.write(file, MAPPER.writeValueAsBytes(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
