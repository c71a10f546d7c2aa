package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the operation for a method and a path. */
public final class Router {
    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** An operation and the variables of its path. */
    record Match(Route route, Map<String, String> variables) {}

    public List<Route> routes() {
        return routes;
    }

    /**
     * Finds one.
     *
     * @param path behind {@code /api/v1}, decoded
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code NOT_FOUND}, {@code METHOD_NOT_ALLOWED}
     */
    Match find(String method, String path) {
        List<String> segments = Route.segments(path);
        // RFC 9110, section 9.3.2: HEAD is GET without the body
        String asked = method.equals("HEAD") ? "GET" : method;
        for (Route route : routes) {
            if (route.method().equals(asked)) {
                Optional<Map<String, String>> variables = route.match(segments);
                if (variables.isPresent()) {
                    return new Match(route, variables.get());
                }
            }
        }
        if (allowed(path).isEmpty()) {
            throw Problem.fatal("NOT_FOUND", "there is nothing at this path", "Look it up in /api/v1/openapi.json.")
                    .asException();
        }
        throw Problem.fatal(
                        "METHOD_NOT_ALLOWED",
                        "this path knows " + allowed(path) + " only",
                        "Look it up in /api/v1/openapi.json.")
                .asException();
    }

    /** The methods that a path knows, as the header Allow lists them; empty when there is no such path. */
    String allowed(String path) {
        List<String> segments = Route.segments(path);
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.match(segments).isPresent()) {
                methods.add(route.method());
                if (route.method().equals("GET")) {
                    methods.add("HEAD");
                }
            }
        }
        return String.join(", ", methods);
    }
}
