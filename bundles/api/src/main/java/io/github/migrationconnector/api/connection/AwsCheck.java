package io.github.migrationconnector.api.connection;

import org.osgi.annotation.versioning.ProviderType;

/** Tries keys before they are believed. */
@ProviderType
public interface AwsCheck {
    /**
     * Asks AWS who these keys belong to.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix
     */
    AwsIdentity check(AwsEndpoints endpoints, AwsKeys keys);
}
