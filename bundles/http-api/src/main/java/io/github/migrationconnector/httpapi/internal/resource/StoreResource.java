package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.store.StoreState;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.nio.file.Path;
import java.util.List;

/** The store, and the way back to a backup of it. A backup is sent by a servlet of its own. */
final class StoreResource {
    private final Services services;

    StoreResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/store", Role.VIEWER, this::show),
                new Route("POST", "/store/restore", Role.ADMIN, "store.restore", this::restore));
    }

    private ApiResponse show(ApiRequest request) {
        return ApiResponse.ok(view(services.storeBackups().state()));
    }

    /** From a file on this machine; it is in force from the next start on. */
    private ApiResponse restore(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        Path file = AbsolutePaths.of("$.file", body.text("file"));
        boolean force = body.flag("force");
        body.end();
        services.storeBackups().restore(file, force);
        return ApiResponse.accepted(
                "/api/v1/store", view(services.storeBackups().state()));
    }

    private static ObjectNode view(StoreState state) {
        ObjectNode node = Json.object().put("kind", state.kind().name()).put("bytes", state.bytes());
        node.putObject("restore").put("state", state.restore().name()).put("message", state.message());
        return node;
    }
}
