package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.CleanUp;
import io.github.migrationconnector.api.upgrade.UpgradeSource;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.time.DateTimeException;
import java.time.Instant;
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
                new Route("GET", "/upgrades/{begun}", Role.VIEWER, this::plan),
                new Route("POST", "/upgrades", Role.ADMIN, "upgrade.apply", this::apply),
                new Route("POST", "/upgrades/rollback", Role.ADMIN, "upgrade.rollback", this::rollBack),
                new Route("POST", "/upgrades/cleanup", Role.ADMIN, "upgrade.clean", this::cleanUp),
                new Route("POST", "/upgrades/pin", Role.ADMIN, "upgrade.pin", this::pin));
    }

    private ApiResponse bundles(ApiRequest request) {
        return ApiResponse.ok(Json.array(framework.bundles(), bundle -> Json.object()
                .put("name", bundle.name())
                .put("version", bundle.version())
                .put("state", bundle.state())));
    }

    private ApiResponse status(ApiRequest request) {
        return ApiResponse.ok(UpgradeViews.of(services.upgrades().status()));
    }

    /** What was planned for an upgrade of the history. */
    private ApiResponse plan(ApiRequest request) {
        return services.upgrades()
                .planOf(instant(request.variable("begun")))
                .map(plan -> ApiResponse.ok(UpgradeViews.of(plan)))
                .orElseThrow(() -> Problem.fatal(
                                "UPGRADE_NOT_FOUND",
                                "no upgrade began then whose plan is kept",
                                "Take a time from the history.")
                        .asException());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw BadRequests.of("startedAt", "is not a time in ISO 8601");
        }
    }

    /** From a file on this machine, from the one that was uploaded, or from the channel when none is named. */
    private ApiResponse apply(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String file = body.text("file", "");
        boolean uploaded = body.flag("uploaded");
        boolean dryRun = body.flag("dryRun");
        boolean acceptLoss = body.flag("acceptLoss");
        body.end();
        if (uploaded && !file.isEmpty()) {
            throw BadRequests.of("$.uploaded", "stands beside a file");
        }
        return answer(source(file, uploaded), dryRun, acceptLoss);
    }

    private static UpgradeSource source(String file, boolean uploaded) {
        if (uploaded) {
            return new UpgradeSource.Uploaded();
        }
        return file.isEmpty()
                ? new UpgradeSource.Channel()
                : new UpgradeSource.ReleaseFile(AbsolutePaths.of("$.file", file));
    }

    private ApiResponse rollBack(ApiRequest request) {
        ObjectReader body =
                new ObjectReader(request.body().isEmpty() ? Json.object() : Json.readObject(request.body()));
        boolean dryRun = body.flag("dryRun");
        boolean acceptLoss = body.flag("acceptLoss");
        body.end();
        return answer(new UpgradeSource.PreviousSet(), dryRun, acceptLoss);
    }

    private ApiResponse answer(UpgradeSource source, boolean dryRun, boolean acceptLoss) {
        Upgrades upgrades = services.upgrades();
        return dryRun
                ? ApiResponse.ok(UpgradeViews.of(upgrades.plan(source)))
                : ApiResponse.accepted(PLACE, UpgradeViews.of(upgrades.apply(source, acceptLoss)));
    }

    private ApiResponse cleanUp(ApiRequest request) {
        CleanUp gone = services.upgrades().cleanUp();
        ObjectNode node = Json.object();
        node.set("removed", Json.array(gone.sets(), JsonNodeFactory.instance::textNode));
        return ApiResponse.ok(node.put("bytes", gone.bytes()));
    }

    private ApiResponse pin(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        boolean pinned = body.flag("pinned");
        body.end();
        services.upgrades().pin(pinned);
        return status(request);
    }
}
