package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Upgrades in place, and the bundles that run. */
final class UpgradeResource {
    private static final String PLACE = "/api/v1/upgrades";

    private final Services services;
    private final Framework framework;

    UpgradeResource(Services services, Framework framework) {
        this.services = services;
        this.framework = framework;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/bundles", Role.VIEWER, this::bundles),
                new Route("GET", "/upgrades", Role.VIEWER, this::status),
                new Route("POST", "/upgrades", Role.ADMIN, "upgrade.apply", this::apply),
                new Route("POST", "/upgrades/rollback", Role.ADMIN, "upgrade.rollback", this::rollBack));
    }

    private ApiResponse bundles(ApiRequest request) {
        return ApiResponse.ok(Json.array(framework.bundles(), bundle -> Json.object()
                .put("name", bundle.name())
                .put("version", bundle.version())
                .put("state", bundle.state())));
    }

    private ApiResponse status(ApiRequest request) {
        UpgradeStatus status = services.upgrades().status();
        ObjectNode node = Json.object()
                .put("set", status.set())
                .put("stage", status.stage().name())
                .put("target", status.target())
                .put("previousSet", status.previousSet());
        node.set("sets", Json.array(status.sets(), JsonNodeFactory.instance::textNode));
        node.set("history", Json.array(status.history(), UpgradeResource::view));
        return ApiResponse.ok(node);
    }

    /** From a file on this machine, or from the channel when none is named. */
    private ApiResponse apply(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String file = body.text("file", "");
        boolean dryRun = body.flag("dryRun");
        body.end();
        if (dryRun) {
            return ApiResponse.ok(view(
                    file.isEmpty()
                            ? services.upgrades().planFromChannel()
                            : services.upgrades().plan(path(file))));
        }
        return ApiResponse.accepted(
                PLACE,
                view(
                        file.isEmpty()
                                ? services.upgrades().applyFromChannel()
                                : services.upgrades().apply(path(file))));
    }

    private ApiResponse rollBack(ApiRequest request) {
        return ApiResponse.accepted(PLACE, view(services.upgrades().rollBack()));
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // told below: it is no absolute path either
        }
        throw BadRequests.of("$.file", "is not an absolute path");
    }

    private static ObjectNode view(UpgradePlan plan) {
        ObjectNode node = Json.object()
                .put("fromSet", plan.fromSet())
                .put("toSet", plan.toSet())
                .put("notes", plan.notes())
                .put("restart", plan.restart());
        node.set("changes", Json.array(plan.changes(), UpgradeResource::view));
        node.set("services", Json.array(plan.services(), JsonNodeFactory.instance::textNode));
        node.set("runs", Json.array(plan.runs(), JsonNodeFactory.instance::textNode));
        return node;
    }

    private static ObjectNode view(BundleChange change) {
        return Json.object()
                .put("name", change.name())
                .put("kind", change.kind().name())
                .put("fromVersion", change.fromVersion())
                .put("toVersion", change.toVersion())
                .put("way", change.way().name());
    }

    private static ObjectNode view(UpgradeRecord record) {
        return Json.object()
                .put("fromSet", record.fromSet())
                .put("toSet", record.toSet())
                .put("startedAt", record.startedAt().toString())
                .put("endedAt", record.endedAt().toString())
                .put("outcome", record.outcome().name())
                .put("reason", record.reason());
    }
}
