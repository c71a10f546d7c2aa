package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that was let in.
 *
 * @param actor who asks, and from where
 * @param variables the parts of the path that a route names
 * @param query the parameters behind the question mark, the first of each name
 * @param ifMatch the header If-Match (RFC 9110, section 13.1.1); empty when it is not there
 * @param body what came; a secret, since a set-up document holds some; empty when nothing came
 */
public record ApiRequest(
        Actor actor, Map<String, String> variables, Map<String, String> query, String ifMatch, Secret body) {
    public ApiRequest {
        Objects.requireNonNull(actor, "actor");
        variables = Map.copyOf(variables);
        query = Map.copyOf(query);
        Objects.requireNonNull(ifMatch, "ifMatch");
        Objects.requireNonNull(body, "body");
    }

    /** Who asks. */
    public Principal principal() {
        return actor.principal();
    }

    /** A part of the path. */
    public String variable(String name) {
        return Objects.requireNonNull(variables.get(name), name);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A parameter that is {@code true} or {@code false}, or not there, which means the latter. */
    public boolean flag(String name) {
        String value = query.getOrDefault(name, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw BadRequests.of("$query." + name, "is neither true nor false");
        }
        return value.equals("true");
    }
}
