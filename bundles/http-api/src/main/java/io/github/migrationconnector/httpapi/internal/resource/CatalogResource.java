package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.CatalogStatus;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.JobViews;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;

/** The catalog of servers. */
final class CatalogResource {
    private final Services services;

    CatalogResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/catalog", Role.VIEWER, this::show),
                new Route("POST", "/catalog/import", Role.OPERATOR, "catalog.import", this::importServers),
                new Route("DELETE", "/catalog", Role.OPERATOR, "catalog.delete", this::delete),
                new Route("GET", "/servers", Role.VIEWER, this::servers),
                new Route("GET", "/servers/{id}", Role.VIEWER, this::server));
    }

    private ApiResponse show(ApiRequest request) {
        return ApiResponse.ok(status());
    }

    private ApiResponse importServers(ApiRequest request) {
        services.catalog().importServers();
        return ApiResponse.accepted("/api/v1/catalog", status());
    }

    private ApiResponse delete(ApiRequest request) {
        services.catalog().delete();
        return ApiResponse.noContent();
    }

    private ApiResponse servers(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.catalog().servers(), JobViews::server));
    }

    private ApiResponse server(ApiRequest request) {
        return ApiResponse.ok(JobViews.server(
                services.catalog().server(request.variable("id")).orElseThrow(() -> Problem.fatal(
                                "SERVER_NOT_FOUND",
                                "the catalog has no such server",
                                "Import the catalog, and take an id from the list of servers.")
                        .asException())));
    }

    private ObjectNode status() {
        CatalogStatus status = services.catalog().status();
        ObjectNode node = Json.object().put("state", status.state().name());
        node.set("changedAt", Json.time(status.changedAt()));
        return node.put("message", status.message())
                .put("servers", services.catalog().servers().size());
    }
}
