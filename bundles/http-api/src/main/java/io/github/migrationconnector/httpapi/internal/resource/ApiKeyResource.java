package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.api.apikey.IssuedApiKey;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** Keys for signed requests. */
final class ApiKeyResource {
    private final Services services;

    ApiKeyResource(Services services) {
        this.services = services;
    }

    ApiResponse list(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.apiKeys().list(), ApiKeyResource::view));
    }

    /** The only answer that holds the secret. */
    ApiResponse create(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String owner = body.text("owner");
        Role role = UserResource.role(body);
        String description = body.text("description", "");
        body.end();
        IssuedApiKey issued = services.apiKeys().create(request.actor(), owner, role, description);
        ObjectNode node = view(issued.key());
        issued.secretAccessKey().<ObjectNode>reveal(secret -> node.put("secretAccessKey", secret));
        issued.secretAccessKey().close();
        return ApiResponse.created("/api/v1/api-keys/" + issued.key().accessKeyId(), node);
    }

    ApiResponse revoke(ApiRequest request) {
        services.apiKeys().revoke(request.actor(), request.variable("id"));
        return ApiResponse.noContent();
    }

    private static ObjectNode view(ApiKey key) {
        ObjectNode node = Json.object()
                .put("accessKeyId", key.accessKeyId())
                .put("owner", key.owner())
                .put("role", key.role().name())
                .put("description", key.description());
        node.set("createdAt", Json.time(key.createdAt()));
        node.set("lastUsedAt", Json.time(key.lastUsedAt()));
        return node;
    }
}
