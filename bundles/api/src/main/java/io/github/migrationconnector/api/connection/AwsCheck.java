package io.github.migrationconnector.api.connection;

import org.osgi.annotation.versioning.ProviderType;

/** Tries keys before they are believed. */
@ProviderType
public interface AwsCheck {
    /**
     * Asks AWS who these keys are once they have assumed the role; with {@link AwsRole#NONE}, who they belong to.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix; {@code
     *     AWS_ROLE_REFUSED} when the keys are good and the role does not take them
     */
    AwsIdentity check(AwsEndpoints endpoints, AwsKeys keys, AwsRole role);

    /**
     * Asks AWS who these keys belong to.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix
     */
    default AwsIdentity check(AwsEndpoints endpoints, AwsKeys keys) {
        return check(endpoints, keys, AwsRole.NONE);
    }
}
