package io.github.migrationconnector.httpapi.internal.http;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.httpapi.internal.service.Services;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Lets requests in: through the gate that all APIs share, then by who asks. */
public final class Gatekeeper {
    private final Services services;

    public Gatekeeper(Services services) {
        this.services = services;
    }

    /**
     * Who asks, and from where.
     *
     * @throws RefusedException when the gate refuses
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code AUTHENTICATION_REQUIRED}
     */
    public Actor admit(HttpServletRequest request) {
        WebRequest web = new WebRequest(
                request.getMethod(),
                request.getRequestURI(),
                request.getServerName() + ":" + request.getServerPort(),
                name -> Optional.ofNullable(request.getHeader(name)).orElse(""));
        refuse(services.gate().refusal(web, request.getRemoteAddr()));
        Principal principal = Authentication.of(web, services.access());
        refuse(services.gate().refusal(principal));
        return new Actor(principal, request.getRemoteAddr());
    }

    /**
     * The same for an operation that has one path to itself.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code FORBIDDEN} too
     */
    public Actor admit(HttpServletRequest request, Role role) {
        Actor actor = admit(request);
        if (actor.principal().equals(Principal.CONSOLE_MENU)) {
            throw MenuOperations.refusal();
        }
        Authentication.require(actor.principal(), role);
        return actor;
    }

    private static void refuse(Optional<Refusal> refusal) {
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
    }
}
