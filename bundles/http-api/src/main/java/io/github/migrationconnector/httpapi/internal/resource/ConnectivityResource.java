package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.connectivity.ConnectivityFinding;
import io.github.migrationconnector.api.connectivity.ConnectivityReport;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** Whether what the connector has to reach can be reached. */
final class ConnectivityResource {
    private final Services services;

    ConnectivityResource(Services services) {
        this.services = services;
    }

    /** Walked at each call. */
    ApiResponse walk(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.connectivity().check(), ConnectivityResource::report));
    }

    private static JsonNode report(ConnectivityReport report) {
        ObjectNode node = Json.object()
                .put("name", report.name())
                .put("address", report.address())
                .put("reached", report.reached());
        node.set("steps", Json.array(report.findings(), ConnectivityResource::finding));
        return node;
    }

    private static JsonNode finding(ConnectivityFinding finding) {
        return Json.object()
                .put("step", finding.step().name())
                .put("outcome", finding.outcome().name())
                .put("detail", finding.detail())
                .put("fix", finding.fix());
    }
}
