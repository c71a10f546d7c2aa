package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.session.LiveSession;
import io.github.migrationconnector.api.session.Sessions;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sessions in the store. */
@Component(service = Sessions.class)
public final class LocalSessions implements Sessions {
    private final Accounts accounts;
    private final Trail trail;

    @Activate
    public LocalSessions(@Reference Accounts accounts, @Reference Audit audit) {
        this.accounts = accounts;
        trail = new Trail(audit);
    }

    @Override
    public List<LiveSession> list(Actor actor) {
        return accounts.sessions().list().stream()
                .filter(session -> maySee(actor, session.userName()))
                .toList();
    }

    @Override
    public void revoke(Actor actor, String id) {
        trail.of(actor, "session.revoke", id, () -> {
            if (list(actor).stream().noneMatch(session -> session.id().equals(id))) {
                throw Problem.fatal(
                                "SESSION_NOT_FOUND",
                                "There is no such session.",
                                "Take an id from the list of sessions.")
                        .asException();
            }
            accounts.sessions().endId(id);
        });
    }

    @Override
    public int revokeAll(Actor actor, String userName) {
        return trail.of(actor, "session.revoke-all", userName, () -> {
            if (!maySee(actor, userName)) {
                throw AccessRules.forbidden("Only an administrator may end the sessions of others.");
            }
            return accounts.sessions().endAll(userName);
        });
    }

    private static boolean maySee(Actor actor, String userName) {
        return actor.principal().role().includes(Role.ADMIN)
                || actor.principal().name().equals(userName);
    }
}
