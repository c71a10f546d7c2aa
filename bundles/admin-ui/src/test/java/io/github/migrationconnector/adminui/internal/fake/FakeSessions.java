package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.session.LiveSession;
import io.github.migrationconnector.api.session.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sessions in memory; an administrator sees all. */
public final class FakeSessions implements Sessions {
    public final List<LiveSession> sessions = new ArrayList<>();

    public FakeSessions with(String id, String user, Role role) {
        sessions.add(new LiveSession(id, user, role, "192.0.2." + (sessions.size() + 1), Instant.EPOCH, Instant.now()));
        return this;
    }

    @Override
    public List<LiveSession> list(Actor actor) {
        return sessions.stream()
                .filter(session -> actor.principal().role() == Role.ADMIN
                        || session.userName().equals(actor.principal().name()))
                .toList();
    }

    @Override
    public void revoke(Actor actor, String id) {
        if (!sessions.removeIf(session -> session.id().equals(id))) {
            throw Problem.fatal("SESSION_NOT_FOUND", "None.", "It ended.").asException();
        }
    }

    @Override
    public int revokeAll(Actor actor, String userName) {
        int before = sessions.size();
        sessions.removeIf(session -> session.userName().equals(userName));
        return before - sessions.size();
    }
}
