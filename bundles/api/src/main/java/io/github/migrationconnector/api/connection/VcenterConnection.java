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

    /**
     * The password in force; the caller wipes it.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VCENTER_LOGIN_REFUSED} when vCenter refused
     *     this very password before: accounts lock, so it is not sent again
     */
    Secret password();

    /** vCenter refused this password: {@link #password()} must not lend it again, not after a restart either. */
    void refused(VcenterEndpoint endpoint, Secret password);
}
