package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.token.BearerToken;
import io.github.migrationconnector.api.token.IssuedToken;
import io.github.migrationconnector.api.token.TokenRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.time.Duration;

/** Bearer tokens. */
final class TokenResource {
    private final Services services;

    TokenResource(Services services) {
        this.services = services;
    }

    ApiResponse list(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.tokens().list(), TokenResource::view));
    }

    /** The only answer that holds what opens. */
    ApiResponse create(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String name = body.text("name");
        String owner = body.text("owner");
        var role = UserResource.role(body);
        long days = body.count("days");
        body.end();
        if (days < 1 || days > TokenRequest.LONGEST_LIFE.toDays()) {
            throw BadRequests.of("$.days", "is not a number from 1 to " + TokenRequest.LONGEST_LIFE.toDays());
        }
        IssuedToken issued =
                services.tokens().create(request.actor(), new TokenRequest(name, owner, role, Duration.ofDays(days)));
        ObjectNode node = view(issued.token());
        issued.secret().<ObjectNode>reveal(secret -> node.put("token", secret));
        issued.secret().close();
        return ApiResponse.created("/api/v1/tokens/" + name, node);
    }

    ApiResponse revoke(ApiRequest request) {
        services.tokens().revoke(request.actor(), request.variable("name"));
        return ApiResponse.noContent();
    }

    private static ObjectNode view(BearerToken token) {
        ObjectNode node = Json.object()
                .put("name", token.name())
                .put("owner", token.owner())
                .put("role", token.role().name());
        node.set("createdAt", Json.time(token.createdAt()));
        node.set("expiresAt", Json.time(token.expiresAt()));
        node.set("lastUsedAt", Json.time(token.lastUsedAt()));
        return node;
    }
}
