package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.keyset.KeysetState;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** The keys that seal the stored secrets; no answer holds one of either, but a backup, which is sealed itself. */
final class KeysetResource {
    private static final String BACKUP = "backup";
    private static final String PASSPHRASE = "passphrase";

    private final Services services;

    KeysetResource(Services services) {
        this.services = services;
    }

    ApiResponse state(ApiRequest request) {
        return ApiResponse.ok(view(services.keyset().state()));
    }

    ApiResponse rotate(ApiRequest request) {
        return ApiResponse.ok(view(services.keyset().rotate(request.actor())));
    }

    ApiResponse unseal(ApiRequest request) {
        try (Secret passphrase = passphrase(Json.readObject(request.body()))) {
            return ApiResponse.ok(view(services.keyset().unseal(request.actor(), passphrase)));
        }
    }

    ApiResponse protectByPassphrase(ApiRequest request) {
        try (Secret passphrase = passphrase(Json.readObject(request.body()))) {
            return ApiResponse.ok(view(services.keyset().protectByPassphrase(request.actor(), passphrase)));
        }
    }

    ApiResponse protectByKeyFile(ApiRequest request) {
        return ApiResponse.ok(view(services.keyset().protectByKeyFile(request.actor())));
    }

    ApiResponse backup(ApiRequest request) {
        try (Secret passphrase = passphrase(Json.readObject(request.body()))) {
            return ApiResponse.ok(Json.readObject(services.keyset().backup(request.actor(), passphrase)));
        }
    }

    ApiResponse restore(ApiRequest request) {
        ObjectNode body = Json.readObject(request.body());
        JsonNode backup = body.remove(BACKUP);
        if (backup == null || !backup.isObject()) {
            throw BadRequests.of("$." + BACKUP, "is not the object that a backup is");
        }
        try (Secret passphrase = passphrase(body)) {
            int records = services.keyset().restore(request.actor(), Json.bytes(backup), passphrase);
            return ApiResponse.ok(Json.object().put("restored", records));
        }
    }

    private static Secret passphrase(ObjectNode object) {
        ObjectReader body = new ObjectReader(object);
        Secret passphrase = Secret.of(body.text(PASSPHRASE));
        body.end();
        return passphrase;
    }

    private static ObjectNode view(KeysetState state) {
        return Json.object()
                .put("protection", state.protection().name())
                .put("unsealed", state.unsealed())
                .put("primary", state.primary())
                .put("keys", state.keys())
                .put("records", state.records());
    }
}
