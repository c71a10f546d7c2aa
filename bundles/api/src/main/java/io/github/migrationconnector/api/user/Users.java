package io.github.migrationconnector.api.user;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Adds, changes and removes users. All of it is written into the audit trail, and all but {@link #changeOwnPassword} is for
 * administrators. At least one enabled administrator stays, always.
 *
 * <p>Failures are {@link io.github.migrationconnector.api.problem.ConnectorException}s: {@code FORBIDDEN}, {@code
 * USER_NOT_FOUND}, {@code USER_EXISTS}, {@code USER_NAME_INVALID}, {@code LAST_ADMINISTRATOR}, {@code PASSWORD_TOO_WEAK},
 * {@code PASSWORD_WRONG}, {@code TOO_MANY_ATTEMPTS}.
 */
@ProviderType
public interface Users {
    /** All of them, by name. */
    List<User> list();

    Optional<User> find(String name);

    /** Adds a user who may log in at once, and then has to choose another password before anything else. */
    User create(Actor actor, String name, Role role, Secret password);

    /** Gives another role; the sessions of that user end. */
    User changeRole(Actor actor, String name, Role role);

    /**
     * Gives another password, for somebody who forgot theirs; the sessions of that user end, and at the next login they have
     * to choose another one.
     */
    void setPassword(Actor actor, String name, Secret password);

    /** Changes the actor's own password, proven by the current one; all of their sessions end. */
    void changeOwnPassword(Actor actor, Secret current, Secret fresh);

    /** Lets a user in, or no longer: then their sessions end. */
    User setEnabled(Actor actor, String name, boolean enabled);

    /** Removes a user with their sessions, API keys and tokens. */
    void delete(Actor actor, String name);
}
