package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;

/** Gets temporary credentials of a role. */
public interface RoleAssumer {
    /**
     * Assumes the role once.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code AWS_ROLE_REFUSED} when the role does not
     *     trust these keys, or whatever else went wrong
     */
    RoleSession assume(AwsEndpoints endpoints, AwsKeys keys, AwsRole role);
}
