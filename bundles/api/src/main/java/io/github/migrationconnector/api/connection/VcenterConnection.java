package io.github.migrationconnector.api.connection;

import io.github.migrationconnector.api.credential.Secret;
import org.osgi.annotation.versioning.ProviderType;

/** How to reach vCenter. Ask at each use: what it answers may change while the daemon runs. */
@ProviderType
public interface VcenterConnection {
    /**
     * Where vCenter is.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VCENTER_NOT_SET_UP}
     */
    VcenterEndpoint endpoint();

    /** The password in force; the caller wipes it. */
    Secret password();
}
