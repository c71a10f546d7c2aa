package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.connection.AwsRegion;
import io.github.migrationconnector.api.connection.PermissionReport;
import io.github.migrationconnector.api.connection.PermissionResult;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** The AWS side: its regions, and what the connector may do there. */
final class AwsResource {
    private final Services services;

    AwsResource(Services services) {
        this.services = services;
    }

    ApiResponse regions(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.awsRegions().regions(), AwsResource::region));
    }

    /** Asked of AWS at each call. */
    ApiResponse permissions(ApiRequest request) {
        PermissionReport report = services.awsPermissions().check();
        ObjectNode body = Json.object()
                .put("accountId", report.identity().accountId())
                .put("arn", report.identity().arn())
                .put("clockOffsetMillis", report.clockOffset().toMillis())
                .put("complete", report.complete());
        body.set("results", Json.array(report.results(), AwsResource::result));
        return ApiResponse.ok(body);
    }

    private static JsonNode region(AwsRegion region) {
        return Json.object().put("id", region.id()).put("name", region.name()).put("partition", region.partition());
    }

    private static JsonNode result(PermissionResult result) {
        return Json.object()
                .put("action", result.action())
                .put("verdict", result.verdict().name())
                .put("purpose", result.purpose())
                .put("message", result.message())
                .put("fix", result.fix());
    }
}
