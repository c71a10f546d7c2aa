package io.github.migrationconnector.logupload.internal.support;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.upgrade.Upgrades;
import java.io.IOException;
import java.util.List;

/** How the connector and its network are, and what it did last. */
final class WorkPart implements Part {
    private static final int RUNS_A_JOB = 5;
    private static final int MOST_JOBS = 1000;

    private final Neighbours neighbours;
    private final Documents documents = new Documents();

    WorkPart(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public void add(Zipped zip) throws IOException {
        neighbours.add(
                zip,
                "health.json",
                "health",
                () -> documents.of(neighbours.health().health()));
        neighbours.add(
                zip,
                "network.json",
                "networking",
                () -> documents.of(neighbours.networking().inForce()));
        neighbours.add(zip, "registration.json", "registration", this::registration);
        neighbours.add(zip, "runs.json", "replication", this::runs);
        neighbours.add(zip, "upgrades.json", "upgrades", () -> upgrades(neighbours.upgrades()));
    }

    private ObjectNode registration() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", neighbours.registration().identity().id());
        node.put("state", neighbours.registration().state().name());
        node.set("preferences", documents.of(neighbours.registration().preferences()));
        return node;
    }

    private ArrayNode runs() {
        Replication replication = neighbours.replication();
        ArrayNode jobs = JsonNodeFactory.instance.arrayNode();
        for (Job job : replication.jobs().stream().limit(MOST_JOBS).toList()) {
            ObjectNode node = jobs.addObject();
            node.set("job", documents.of(job));
            List<Run> last =
                    replication.runs(job.id()).stream().limit(RUNS_A_JOB).toList();
            node.set("lastRuns", documents.of(last));
        }
        return jobs;
    }

    private ObjectNode upgrades(Upgrades upgrades) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("status", documents.of(upgrades.status()));
        return node;
    }
}
