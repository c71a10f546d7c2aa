package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.HealthReason;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.CareViews;
import io.github.migrationconnector.httpapi.internal.json.JobViews;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.resource.Framework.InstalledBundle;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the connector is. */
final class StatusResource {
    private final Services services;
    private final Framework framework;

    StatusResource(Services services, Framework framework) {
        this.services = services;
        this.framework = framework;
    }

    ApiResponse status(ApiRequest request) {
        List<String> absent = services.absent();
        List<InstalledBundle> bundles = framework.bundles();
        List<String> troubles = new ArrayList<>();
        absent.forEach(name -> troubles.add("the service " + name + " is not there"));
        bundles.stream()
                .filter(bundle -> !bundle.well())
                .forEach(bundle -> troubles.add("the bundle " + bundle.name() + " is " + bundle.state()));
        ObjectNode status = Json.object().put("version", framework.version());
        Optional<ConnectorHealth> known = health();
        List<HealthReason> reasons = known.map(ConnectorHealth::reasons).orElse(List.of());
        List<HealthReason> warnings = known.map(ConnectorHealth::warnings).orElse(List.of());
        ObjectNode health = status.putObject("health")
                .put("state", troubles.isEmpty() && reasons.isEmpty() ? "HEALTHY" : "UNHEALTHY");
        health.set("reasons", Json.array(reasons, CareViews::reason));
        health.set("warnings", Json.array(warnings, CareViews::reason));
        health.set("troubles", Json.array(troubles, JsonNodeFactory.instance::textNode));
        status.set("registration", registration());
        status.set("runs", Json.array(activeRuns(), JobViews::run));
        status.set("bundles", Json.array(bundles, StatusResource::bundle));
        return ApiResponse.ok(status);
    }

    /** Null while its bundle is away: the status must tell just then. */
    private JsonNode registration() {
        try {
            Registration registration = services.registration();
            return Json.object()
                    .put("id", registration.identity().id())
                    .put("name", registration.identity().name())
                    .put("state", registration.state().name());
        } catch (ConnectorException e) {
            return whenAbsent(e, JsonNodeFactory.instance.nullNode());
        }
    }

    private Optional<ConnectorHealth> health() {
        try {
            return Optional.of(services.health().health());
        } catch (ConnectorException e) {
            return whenAbsent(e, Optional.empty());
        }
    }

    private List<Run> activeRuns() {
        try {
            Replication replication = services.replication();
            return replication.jobs().stream()
                    .flatMap(job -> replication.runs(job.id()).stream()
                            .filter(run -> !run.state().ended())
                            .limit(1))
                    .toList();
        } catch (ConnectorException e) {
            return whenAbsent(e, List.of());
        }
    }

    private static <T> T whenAbsent(ConnectorException failure, T instead) {
        if (failure.problem().retry() == Retry.ON_RESUME) {
            return instead;
        }
        throw failure;
    }

    private static ObjectNode bundle(InstalledBundle bundle) {
        return Json.object()
                .put("name", bundle.name())
                .put("version", bundle.version())
                .put("state", bundle.state());
    }
}
