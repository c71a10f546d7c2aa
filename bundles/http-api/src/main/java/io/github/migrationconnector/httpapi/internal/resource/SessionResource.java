package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.session.LiveSession;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** Logins that are under way: an administrator sees all, everybody else their own. */
final class SessionResource {
    private final Services services;

    SessionResource(Services services) {
        this.services = services;
    }

    ApiResponse list(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.sessions().list(request.actor()), SessionResource::view));
    }

    ApiResponse revoke(ApiRequest request) {
        services.sessions().revoke(request.actor(), request.variable("id"));
        return ApiResponse.noContent();
    }

    ApiResponse revokeAll(ApiRequest request) {
        services.sessions().revokeAll(request.actor(), request.variable("name"));
        return ApiResponse.noContent();
    }

    private static ObjectNode view(LiveSession session) {
        ObjectNode node = Json.object()
                .put("id", session.id())
                .put("userName", session.userName())
                .put("role", session.role().name())
                .put("address", session.address());
        node.set("createdAt", Json.time(session.createdAt()));
        node.set("usedAt", Json.time(session.usedAt()));
        return node;
    }
}
