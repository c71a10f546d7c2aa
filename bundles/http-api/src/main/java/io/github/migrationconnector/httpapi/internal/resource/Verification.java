package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.Views;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One verification, from its start on; told by one thread, asked by others. */
final class Verification {
    private final String id;
    private final String runId;
    private final List<String> snapshotIds;
    private final Instant startedAt;

    private State state = State.RUNNING;
    private Instant endedAt = Instant.EPOCH;
    private final List<Compared> compared = new ArrayList<>();
    private Optional<TransferProgress> progress = Optional.empty();
    private Optional<Problem> problem = Optional.empty();

    /** Where it stands. */
    enum State {
        RUNNING,
        DONE,
        FAILED
    }

    /** What was found of one snapshot. */
    private record Compared(String snapshotId, io.github.migrationconnector.api.streaming.Verification result) {}

    Verification(String id, String runId, List<String> snapshotIds, Instant startedAt) {
        this.id = id;
        this.runId = runId;
        this.snapshotIds = List.copyOf(snapshotIds);
        this.startedAt = startedAt;
    }

    String id() {
        return id;
    }

    List<String> snapshotIds() {
        return snapshotIds;
    }

    synchronized boolean running() {
        return state == State.RUNNING;
    }

    synchronized void progress(TransferProgress now) {
        progress = Optional.of(now);
    }

    synchronized void compared(String snapshotId, io.github.migrationconnector.api.streaming.Verification result) {
        compared.add(new Compared(snapshotId, result));
        progress = Optional.empty();
    }

    synchronized void done(Instant now) {
        state = State.DONE;
        endedAt = now;
    }

    synchronized void failed(Problem why, Instant now) {
        state = State.FAILED;
        problem = Optional.of(why);
        endedAt = now;
    }

    /** As the API shows it; {@code equal} is null until every snapshot was compared. */
    synchronized ObjectNode view() {
        ObjectNode node = Json.object().put("id", id).put("runId", runId).put("state", state.name());
        node.set("startedAt", Json.time(startedAt));
        node.set("endedAt", Json.time(endedAt));
        node.set("equal", equal());
        node.set("snapshots", Json.array(compared, Verification::view));
        node.put("snapshotsToCompare", snapshotIds.size());
        node.set("progress", progress.<JsonNode>map(Views::progress).orElse(JsonNodeFactory.instance.nullNode()));
        node.set("problem", problem.<JsonNode>map(Views::problem).orElse(JsonNodeFactory.instance.nullNode()));
        return node;
    }

    private JsonNode equal() {
        return state == State.DONE
                ? JsonNodeFactory.instance.booleanNode(
                        compared.stream().allMatch(one -> one.result().equal()))
                : JsonNodeFactory.instance.nullNode();
    }

    private static ObjectNode view(Compared one) {
        ObjectNode node = Json.object()
                .put("snapshotId", one.snapshotId())
                .put("equal", one.result().equal())
                .put("blocksCompared", one.result().blocksCompared())
                .put("blocksDiffering", one.result().differing());
        node.set("firstDiffering", Json.array(one.result().firstDiffering(), JsonNodeFactory.instance::numberNode));
        return node;
    }
}
