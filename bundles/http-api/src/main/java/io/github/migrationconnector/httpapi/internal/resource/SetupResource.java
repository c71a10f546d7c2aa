package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.Views;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.Map;

/** The set-up document. */
final class SetupResource {
    private static final int UNPROCESSABLE = 422;

    private final Services services;

    SetupResource(Services services) {
        this.services = services;
    }

    ApiResponse setUp(ApiRequest request) {
        boolean dryRun = request.flag("dryRun");
        SetupReport report = services.registration().setUp(request.body(), dryRun);
        if (report.accepted()) {
            return ApiResponse.ok(view(report));
        }
        ObjectNode problem = Json.problem(
                UNPROCESSABLE,
                Problem.fatal(
                        "SETUP_REFUSED",
                        "the set-up document is refused; nothing was changed",
                        "Mend what the findings name, and send it again."));
        problem.setAll(view(report));
        return new ApiResponse(UNPROCESSABLE, ApiResponse.PROBLEM_JSON, problem, Map.of());
    }

    private static ObjectNode view(SetupReport report) {
        ObjectNode node = Json.object().put("state", report.state().name());
        node.set("findings", Json.array(report.findings(), Views::setupFinding));
        node.set("warnings", Json.array(report.warnings(), Views::setupFinding));
        node.set("changed", Json.array(report.changed(), JsonNodeFactory.instance::textNode));
        return node;
    }
}
