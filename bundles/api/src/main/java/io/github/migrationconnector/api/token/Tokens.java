package io.github.migrationconnector.api.token;

import io.github.migrationconnector.api.access.Actor;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes, shows and revokes bearer tokens, of which only a digest is kept. For administrators, and written into the audit
 * trail. {@link io.github.migrationconnector.api.access.Access#bearer} recognises them.
 */
@ProviderType
public interface Tokens {
    /** All that were not revoked, oldest first; also those that ended by themselves within the last month. */
    List<BearerToken> list();

    /**
     * Makes one.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code FORBIDDEN}, {@code USER_NOT_FOUND}, {@code
     *     ROLE_TOO_WIDE}, {@code TOKEN_EXISTS}, {@code TOKEN_INVALID}
     */
    IssuedToken create(Actor actor, TokenRequest request);

    /**
     * Makes it worthless, at once.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code FORBIDDEN}, {@code TOKEN_NOT_FOUND}
     */
    void revoke(Actor actor, String name);
}
