package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.Map;

/** Writes down what operations change, and what was meant to be changed. */
final class Witness {
    private static final int LEAST_REFUSAL = 400;

    private final Services services;

    Witness(Services services) {
        this.services = services;
    }

    /**
     * Lets somebody do it who may, and writes down that somebody tried who may not.
     *
     * @return as whom it is done: the console's menu does what its list names as an administrator does it
     */
    Actor require(Route route, Actor actor) {
        boolean menu = actor.principal().equals(Principal.CONSOLE_MENU);
        boolean may =
                menu ? MenuOperations.include(route) : actor.principal().role().includes(route.role());
        if (!may && !route.action().isEmpty()) {
            services.audit().append(AuditEvent.of(actor, route.action(), route.template(), Result.REFUSED));
        }
        if (!menu) {
            Authentication.require(actor.principal(), route.role());
            return actor;
        }
        if (!may) {
            throw MenuOperations.refusal();
        }
        return new Actor(new Principal(actor.principal().name(), Role.ADMIN), actor.address());
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
        // a refusal that comes with its findings is an answer, not a failure thrown
        Result result = response.status() < LEAST_REFUSAL ? Result.DONE : Result.FAILED;
        audit.append(AuditEvent.of(request.actor(), route.action(), made(request, response), result));
        return response;
    }

    /** By its id, else by the one thing that the path names. */
    private static String named(ApiRequest request) {
        Map<String, String> variables = request.variables();
        String only = variables.size() == 1 ? variables.values().iterator().next() : "";
        return variables.getOrDefault("id", only);
    }

    /** What was made, by the last part of where it is; else what was named. */
    private static String made(ApiRequest request, ApiResponse response) {
        String location = response.headers().getOrDefault("Location", "");
        return location.isEmpty() ? named(request) : location.substring(location.lastIndexOf('/') + 1);
    }
}
