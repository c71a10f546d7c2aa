package io.github.migrationconnector.api.connection;

import org.osgi.annotation.versioning.ProviderType;

/** How to reach AWS. Ask at each use: what it answers may change while the daemon runs. */
@ProviderType
public interface AwsConnection {
    /**
     * Where AWS is.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code AWS_NOT_SET_UP}
     */
    AwsEndpoints endpoints();

    /**
     * The keys in force: those that were entered, not those of the role.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code AWS_NOT_SET_UP}
     */
    AwsKeys keys();

    /** The role that the keys are used to assume; {@link AwsRole#NONE} when they are used themselves. */
    default AwsRole role() {
        return AwsRole.NONE;
    }

    /**
     * Tells that AWS refused these keys, which came from {@link #keys()}: whoever keeps temporary ones gets new ones. The next
     * call of {@link #keys()} may then answer others.
     */
    default void refused(AwsKeys keys) {
        // keys that were entered stay until others are entered
    }
}
