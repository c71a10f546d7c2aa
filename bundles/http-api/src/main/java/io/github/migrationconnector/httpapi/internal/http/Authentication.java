package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.problem.Problem;

/** Says who asks: by a bearer token, or by the session of a browser. */
final class Authentication {
    private Authentication() {}

    static Principal of(WebRequest request, Access access) {
        if (request.hasAuthorization()) {
            return request.bearerToken().flatMap(access::bearer).orElseThrow(() -> unknown("the token is not known")
                    .asException());
        }
        return request.sessionToken()
                .flatMap(access::session)
                .map(Session::principal)
                .orElseThrow(() -> unknown("nobody is logged in").asException());
    }

    static void require(Principal principal, Role role) {
        if (!principal.role().includes(role)) {
            throw Problem.fatal(
                            "FORBIDDEN",
                            principal.name() + " is " + principal.role() + ", and this needs " + role,
                            "Ask an administrator.")
                    .asException();
        }
    }

    private static Problem unknown(String message) {
        return Problem.fatal(
                "AUTHENTICATION_REQUIRED",
                message,
                "Send the token of the home's file \"token\" as a bearer token, or log in at the console.");
    }
}
