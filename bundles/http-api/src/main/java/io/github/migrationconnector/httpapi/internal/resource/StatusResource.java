package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.Views;
import io.github.migrationconnector.httpapi.internal.resource.Framework.InstalledBundle;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.ArrayList;
import java.util.List;

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
        ObjectNode health = status.putObject("health").put("state", troubles.isEmpty() ? "HEALTHY" : "UNHEALTHY");
        health.set("troubles", Json.array(troubles, JsonNodeFactory.instance::textNode));
        Registration registration = services.registration();
        status.putObject("registration")
                .put("id", registration.identity().id())
                .put("name", registration.identity().name())
                .put("state", registration.state().name());
        status.set("runs", Json.array(activeRuns(), Views::run));
        status.set("bundles", Json.array(bundles, StatusResource::bundle));
        return ApiResponse.ok(status);
    }

    private List<Run> activeRuns() {
        Replication replication = services.replication();
        return replication.jobs().stream()
                .flatMap(job -> replication.runs(job.id()).stream().limit(1))
                .filter(run -> !run.state().ended())
                .toList();
    }

    private static ObjectNode bundle(InstalledBundle bundle) {
        return Json.object()
                .put("name", bundle.name())
                .put("version", bundle.version())
                .put("state", bundle.state());
    }
}
