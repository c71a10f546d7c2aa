package io.github.migrationconnector.api.session;

import io.github.migrationconnector.api.access.Actor;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Shows and ends logins: everybody their own, an administrator all. */
@ProviderType
public interface Sessions {
    /** Those that the actor may see, the latest used first. */
    List<LiveSession> list(Actor actor);

    /**
     * Ends one, at once.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code SESSION_NOT_FOUND}, also for one that the
     *     actor may not see
     */
    void revoke(Actor actor, String id);

    /**
     * Ends all of a user's.
     *
     * @return how many there were
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code FORBIDDEN} for another's
     */
    int revokeAll(Actor actor, String userName);
}
