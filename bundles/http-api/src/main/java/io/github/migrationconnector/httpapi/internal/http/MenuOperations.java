package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.util.Set;

/** All that the console's menu may do, whatever a viewer may: a menu that somebody broke into reads no inventory. */
public final class MenuOperations {
    private static final Set<String> LIST = Set.of(
            "GET /status",
            "GET /certificate",
            "GET /connectivity",
            "GET /network",
            "POST /network/check",
            "POST /network/changes",
            "POST /network/changes/{id}/confirm",
            "DELETE /network/changes/{id}",
            "POST /network/interfaces/{name}/renew",
            "GET /network/proxy",
            "POST /network/proxy",
            "DELETE /network/proxy",
            "POST /upgrades/cleanup",
            "GET /trust",
            "POST /trust/accept",
            "POST /menu/login",
            "POST /menu/password",
            "POST /menu/one-time-code",
            "POST /menu/actions");

    private MenuOperations() {}

    static boolean include(Route route) {
        return LIST.contains(route.method() + " " + route.template());
    }

    /** Each by its method and template. */
    public static Set<String> list() {
        return LIST;
    }

    static ConnectorException refusal() {
        return Problem.fatal("FORBIDDEN", "The console's menu may not do this", "Log in at the connector's pages.")
                .asException();
    }
}
