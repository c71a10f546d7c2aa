package io.github.migrationconnector.api.apikey;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes, finds and revokes keys for signed requests. Their secrets lie in the credential store, since a signature can't be
 * checked against a digest. Making and revoking is for administrators and is written into the audit trail.
 */
@ProviderType
public interface ApiKeys {
    /** All that were made and not revoked, oldest first. */
    List<ApiKey> list();

    /**
     * Makes a key.
     *
     * @param owner a user
     * @param role no more than the owner may
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code FORBIDDEN}, {@code USER_NOT_FOUND}, {@code
     *     ROLE_TOO_WIDE}, or why the credential store can't keep it
     */
    IssuedApiKey create(Actor actor, String owner, Role role, String description);

    /**
     * The key with which a request says that it is signed.
     *
     * @return empty when there is none, or its owner is disabled
     * @throws io.github.migrationconnector.api.problem.ConnectorException why the credential store can't give it out
     */
    Optional<SigningKey> find(String accessKeyId);

    /**
     * Makes a key worthless, at once.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code FORBIDDEN}, {@code API_KEY_NOT_FOUND}
     */
    void revoke(Actor actor, String accessKeyId);
}
