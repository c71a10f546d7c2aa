package io.github.migrationconnector.logupload.internal.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.upgrade.Upgrades;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** The other services, as they are when a support bundle is made; it is made most often when one of them is not well. */
final class Neighbours {
    private final Found found;
    private final ArrayNode failures = JsonNodeFactory.instance.arrayNode();

    /**
     * Those that are there.
     *
     * @param health whether there is one, and which
     */
    record Found(
            Supplier<Optional<Health>> health,
            Supplier<Optional<Networking>> networking,
            Supplier<Optional<Registration>> registration,
            Supplier<Optional<Replication>> replication,
            Supplier<Optional<Upgrades>> upgrades) {}

    Neighbours(Found found) {
        this.found = found;
    }

    Health health() {
        return present(found.health());
    }

    Networking networking() {
        return present(found.networking());
    }

    Registration registration() {
        return present(found.registration());
    }

    Replication replication() {
        return present(found.replication());
    }

    Upgrades upgrades() {
        return present(found.upgrades());
    }

    /** Adds what a service says; when it can't, the manifest says why. */
    void add(Zipped zip, String entry, String who, Supplier<JsonNode> asked) throws IOException {
        JsonNode document;
        try {
            document = asked.get();
        } catch (RuntimeException e) {
            failed(entry, who + ": " + e.getMessage());
            return;
        }
        zip.add(entry, document);
    }

    void failed(String entry, String why) {
        failures.addObject().put("name", entry).put("why", why);
    }

    /** What could not be had. */
    ArrayNode failures() {
        return failures;
    }

    private static <T> T present(Supplier<Optional<T>> service) {
        return service.get()
                .orElseThrow(() ->
                        new Problem("SERVICE_ABSENT", "the service is not there", "", Retry.ON_RESUME).asException());
    }
}
