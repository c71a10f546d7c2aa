package io.github.migrationconnector.api.connection;

import io.github.migrationconnector.api.credential.Secret;
import org.osgi.annotation.versioning.ProviderType;

/** Tries a vCenter before it is believed. */
@ProviderType
public interface VcenterCheck {
    /**
     * Logs in once and out again.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix: {@code
     *     VCENTER_UNREACHABLE}, {@code VCENTER_CERTIFICATE_CHANGED}, {@code VCENTER_LOGIN_REFUSED}, …
     */
    VcenterIdentity check(VcenterEndpoint endpoint, Secret password);
}
