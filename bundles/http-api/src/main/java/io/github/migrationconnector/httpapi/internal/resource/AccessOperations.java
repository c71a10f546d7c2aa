package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.util.List;
import java.util.stream.Stream;

/** The operations about who may do what, who did what, and what is kept secret. */
final class AccessOperations {
    private AccessOperations() {}

    static List<Route> of(Services services) {
        return Stream.of(users(services), logins(services), keys(services), trail(services), secrets(services))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> users(Services services) {
        UserResource users = new UserResource(services);
        return List.of(
                new Route("GET", "/users", Role.ADMIN, users::list),
                new Route("POST", "/users", Role.ADMIN, users::create),
                new Route("GET", "/users/{name}", Role.ADMIN, users::show),
                new Route("DELETE", "/users/{name}", Role.ADMIN, users::delete),
                new Route("POST", "/users/{name}/role", Role.ADMIN, users::changeRole),
                new Route("POST", "/users/{name}/password", Role.ADMIN, users::setPassword),
                new Route("POST", "/users/{name}/enable", Role.ADMIN, users::enable),
                new Route("POST", "/users/{name}/disable", Role.ADMIN, users::disable),
                new Route("POST", "/password", Role.VIEWER, users::changeOwnPassword));
    }

    private static List<Route> logins(Services services) {
        SessionResource sessions = new SessionResource(services);
        return List.of(
                new Route("GET", "/sessions", Role.VIEWER, sessions::list),
                new Route("DELETE", "/sessions/{id}", Role.VIEWER, sessions::revoke),
                new Route("DELETE", "/users/{name}/sessions", Role.VIEWER, sessions::revokeAll));
    }

    private static List<Route> keys(Services services) {
        ApiKeyResource keys = new ApiKeyResource(services);
        TokenResource tokens = new TokenResource(services);
        return List.of(
                new Route("GET", "/api-keys", Role.ADMIN, keys::list),
                new Route("POST", "/api-keys", Role.ADMIN, keys::create),
                new Route("DELETE", "/api-keys/{id}", Role.ADMIN, keys::revoke),
                new Route("GET", "/tokens", Role.ADMIN, tokens::list),
                new Route("POST", "/tokens", Role.ADMIN, tokens::create),
                new Route("DELETE", "/tokens/{name}", Role.ADMIN, tokens::revoke));
    }

    private static List<Route> trail(Services services) {
        AuditResource audit = new AuditResource(services);
        return List.of(
                new Route("GET", "/audit", Role.ADMIN, audit::list),
                new Route("GET", "/audit/verification", Role.ADMIN, audit::verify));
    }

    private static List<Route> secrets(Services services) {
        KeysetResource keyset = new KeysetResource(services);
        return List.of(
                new Route("GET", "/credentials", Role.ADMIN, keyset::state),
                new Route("POST", "/credentials/rotation", Role.ADMIN, keyset::rotate),
                new Route("POST", "/credentials/unseal", Role.ADMIN, keyset::unseal),
                new Route("POST", "/credentials/passphrase", Role.ADMIN, keyset::protectByPassphrase),
                new Route("DELETE", "/credentials/passphrase", Role.ADMIN, keyset::protectByKeyFile),
                new Route("POST", "/credentials/backup", Role.ADMIN, keyset::backup),
                new Route("POST", "/credentials/restore", Role.ADMIN, keyset::restore));
    }
}
