package io.github.migrationconnector.api.access;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Recognises users, sessions and tokens. */
@ProviderType
public interface Access {
    /** The name of the session cookie: host-only, so no other origin can plant it. */
    String SESSION_COOKIE = "__Host-connector-session";

    /** The name of the first administrator. */
    String ADMINISTRATOR = "admin";

    /** Whether an administrator password was set; until then only the one-time code opens. */
    boolean passwordIsSet();

    /**
     * Sets the first administrator password, in exchange for the one-time code that the daemon printed. Slows down after
     * wrong codes, per address.
     *
     * @param remoteAddress where the request came from
     * @throws io.github.migrationconnector.api.problem.ConnectorException when the code is wrong or used, or the password
     *     too weak
     */
    void setFirstPassword(Secret oneTimeCode, Secret password, String remoteAddress);

    /**
     * Sets the administrator's password on behalf of somebody already recognised as an administrator (the token file's
     * owner during an unattended set-up), and ends all sessions.
     */
    void setPassword(Principal administrator, Secret password);

    /**
     * Says whether a password would be taken.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code PASSWORD_TOO_WEAK}
     */
    void checkPassword(Secret password);

    /** Whether this is the administrator's password already; on behalf of somebody recognised as an administrator. */
    boolean passwordIs(Principal administrator, Secret password);

    /**
     * Logs in. Slows down after failures, per account and per address.
     *
     * @param remoteAddress where the request came from
     * @return the session; empty when name or password is wrong
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code TOO_MANY_ATTEMPTS}
     */
    Optional<Session> login(String name, Secret password, String remoteAddress);

    /** Whose session this is; renews its idle time. */
    Optional<Session> session(Secret token);

    /**
     * Whose session this is that may do nothing yet but choose its own password, since an administrator chose the one that it
     * was begun with; {@link #session} knows it not.
     */
    default Optional<Session> startSession(Secret token) {
        return Optional.empty();
    }

    /** Whose bearer token this is. The token file in the home holds one for the administrator. */
    Optional<Principal> bearer(Secret token);

    /** Ends a session. */
    void logout(Secret token);
}
