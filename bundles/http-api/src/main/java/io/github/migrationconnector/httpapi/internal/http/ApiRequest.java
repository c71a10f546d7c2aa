package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that was let in.
 *
 * @param principal who asks
 * @param variables the parts of the path that a route names
 * @param query the parameters behind the question mark, the first of each name
 * @param body what came; a secret, since a set-up document holds some; empty when nothing came
 */
public record ApiRequest(Principal principal, Map<String, String> variables, Map<String, String> query, Secret body) {
    public ApiRequest {
        Objects.requireNonNull(principal, "principal");
        variables = Map.copyOf(variables);
        query = Map.copyOf(query);
        Objects.requireNonNull(body, "body");
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
