package io.github.migrationconnector.api.connection;

import org.osgi.annotation.versioning.ProviderType;

/** Finds out, action by action, what the connector may do in AWS, without changing anything there. */
@ProviderType
public interface AwsPermissions {
    /**
     * With the connection in force.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when AWS can't be asked at all
     */
    PermissionReport check();

    /**
     * With one that is not in force yet.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when AWS can't be asked at all
     */
    PermissionReport check(AwsEndpoints endpoints, AwsKeys keys, AwsRole role);
}
