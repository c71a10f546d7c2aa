package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of the API.
 *
 * @param method GET, POST, PATCH or DELETE
 * @param template its path behind {@code /api/v1}, with variables in braces: {@code /jobs/{id}}
 * @param role who may
 * @param action its name in the audit trail, such as {@code job.create}; empty when it changes nothing, or when the service
 *     that is asked writes down by itself what was done
 * @param handler what is done
 */
public record Route(String method, String template, Role role, String action, Handler handler) {
    /** An operation of which the frame writes nothing down. */
    public Route(String method, String template, Role role, Handler handler) {
        this(method, template, role, "", handler);
    }

    /** What an operation does. */
    @FunctionalInterface
    public interface Handler {
        ApiResponse handle(ApiRequest request);
    }

    /** The variables of a path that fits; empty when it does not. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> parts = segments(template);
        if (parts.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    /** The parts between the slashes of a path that begins with one; empty for a path with an empty part. */
    static List<String> segments(String path) {
        if (!path.startsWith("/")) {
            return List.of();
        }
        List<String> parts = List.of(path.substring(1).split("/", -1));
        return parts.contains("") ? List.of() : parts;
    }
}
