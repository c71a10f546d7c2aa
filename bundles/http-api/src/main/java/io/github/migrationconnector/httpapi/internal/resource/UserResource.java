package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.user.User;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.Arrays;

/** Users and their passwords. */
final class UserResource {
    private static final String NAME = "name";
    private static final String PASSWORD = "password";

    private final Services services;

    UserResource(Services services) {
        this.services = services;
    }

    ApiResponse list(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.users().list(), UserResource::view));
    }

    ApiResponse show(ApiRequest request) {
        return ApiResponse.ok(view(services.users().find(request.variable(NAME)).orElseThrow(() -> Problem.fatal(
                        "USER_NOT_FOUND", "There is no such user.", "Take a name from the list of users.")
                .asException())));
    }

    ApiResponse create(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String name = body.text(NAME);
        Role role = role(body);
        try (Secret password = Secret.of(body.text(PASSWORD))) {
            body.end();
            User user = services.users().create(request.actor(), name, role, password);
            return ApiResponse.created("/api/v1/users/" + user.name(), view(user));
        }
    }

    ApiResponse changeRole(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        Role role = role(body);
        body.end();
        return ApiResponse.ok(view(services.users().changeRole(request.actor(), request.variable(NAME), role)));
    }

    ApiResponse setPassword(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        try (Secret password = Secret.of(body.text(PASSWORD))) {
            body.end();
            services.users().setPassword(request.actor(), request.variable(NAME), password);
        }
        return ApiResponse.noContent();
    }

    ApiResponse changeOwnPassword(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        try (Secret current = Secret.of(body.text("current"));
                Secret fresh = Secret.of(body.text(PASSWORD))) {
            body.end();
            services.users().changeOwnPassword(request.actor(), current, fresh);
        }
        return ApiResponse.noContent();
    }

    ApiResponse enable(ApiRequest request) {
        return setEnabled(request.actor(), request.variable(NAME), true);
    }

    ApiResponse disable(ApiRequest request) {
        return setEnabled(request.actor(), request.variable(NAME), false);
    }

    ApiResponse delete(ApiRequest request) {
        services.users().delete(request.actor(), request.variable(NAME));
        return ApiResponse.noContent();
    }

    /** The member {@code role} of what a client sent. */
    static Role role(ObjectReader body) {
        String role = body.text("role");
        return Arrays.stream(Role.values())
                .filter(known -> known.name().equals(role))
                .findFirst()
                .orElseThrow(() -> BadRequests.of("$.role", "is none of " + Arrays.toString(Role.values())));
    }

    private ApiResponse setEnabled(Actor actor, String name, boolean enabled) {
        return ApiResponse.ok(view(services.users().setEnabled(actor, name, enabled)));
    }

    private static ObjectNode view(User user) {
        ObjectNode node = Json.object()
                .put(NAME, user.name())
                .put("role", user.role().name())
                .put("enabled", user.enabled());
        node.set("createdAt", Json.time(user.createdAt()));
        node.set("passwordChangedAt", Json.time(user.passwordChangedAt()));
        node.set("lastLoginAt", Json.time(user.lastLoginAt()));
        return node;
    }
}
