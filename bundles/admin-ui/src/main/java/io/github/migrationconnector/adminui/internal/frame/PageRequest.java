package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.problem.Problem;
import java.util.Objects;
import java.util.Optional;

/**
 * One request to a page, from somebody whose language is known.
 *
 * @param visit the HTTP side of it
 * @param look how they want to see it
 * @param session their session; empty on pages before the login
 */
public record PageRequest(Visit visit, Look look, Optional<Session> session) {
    public PageRequest {
        Objects.requireNonNull(visit, "visit");
        Objects.requireNonNull(look, "look");
        Objects.requireNonNull(session, "session");
    }

    /** A field of the form or of the query; empty when it is not there. */
    public String field(String name) {
        return visit.field(name);
    }

    /** Whether a box was checked. */
    public boolean checked(String name) {
        return !field(name).isEmpty();
    }

    public boolean may(Role role) {
        return session.map(Session::principal)
                .map(Principal::role)
                .map(own -> own.includes(role))
                .orElse(false);
    }

    /** Who asks. */
    public Principal principal() {
        return session.map(Session::principal)
                .orElseThrow(() -> new IllegalStateException("a page behind the login has a session"));
    }

    /** Who asks, and from where: changes are written down under it. */
    public Actor actor() {
        return new Actor(principal(), visit.request().getRemoteAddr());
    }

    /**
     * Goes on only for those who may.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code FORBIDDEN}
     */
    public void need(Role role) {
        if (!may(role)) {
            throw Problem.fatal("FORBIDDEN", "Your role does not allow this.", "Ask an administrator.")
                    .asException();
        }
    }
}
