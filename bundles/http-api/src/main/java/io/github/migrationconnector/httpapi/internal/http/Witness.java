package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.httpapi.internal.service.Services;

/** Writes down what operations change, and what was meant to be changed. */
final class Witness {
    private final Services services;

    Witness(Services services) {
        this.services = services;
    }

    /** Lets somebody do it who may, and writes down that somebody tried who may not. */
    void require(Route route, Actor actor) {
        if (!actor.principal().role().includes(route.role()) && !route.action().isEmpty()) {
            services.audit().append(AuditEvent.of(actor, route.action(), route.template(), Result.REFUSED));
        }
        Authentication.require(actor.principal(), route.role());
    }

    /** Carries it out, once it is written down that it begins: what can't be written down is not done. */
    ApiResponse handle(Route route, ApiRequest request) {
        if (route.action().isEmpty()) {
            return route.handler().handle(request);
        }
        Audit audit = services.audit();
        audit.append(AuditEvent.of(request.actor(), route.action(), named(request), Result.BEGUN));
        ApiResponse response;
        try {
            response = route.handler().handle(request);
        } catch (RuntimeException e) {
            audit.append(AuditEvent.of(request.actor(), route.action(), named(request), Result.FAILED));
            throw e;
        }
        audit.append(AuditEvent.of(request.actor(), route.action(), made(request, response), Result.DONE));
        return response;
    }

    private static String named(ApiRequest request) {
        return request.variables().getOrDefault("id", "");
    }

    /** What was made, by the last part of where it is; else what was named. */
    private static String made(ApiRequest request, ApiResponse response) {
        String location = response.headers().getOrDefault("Location", "");
        return location.isEmpty() ? named(request) : location.substring(location.lastIndexOf('/') + 1);
    }
}
