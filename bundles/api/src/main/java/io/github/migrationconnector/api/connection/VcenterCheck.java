package io.github.migrationconnector.api.connection;

import io.github.migrationconnector.api.credential.Secret;
import org.osgi.annotation.versioning.ProviderType;

/** Tries a vCenter before it is believed. */
@ProviderType
public interface VcenterCheck {
    /**
     * Logs in once and out again, and asks for the privileges.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix: {@code
     *     VCENTER_UNREACHABLE}, {@code VCENTER_CERTIFICATE_CHANGED}, {@code VCENTER_LOGIN_REFUSED}, …
     */
    VcenterExamination check(VcenterEndpoint endpoint, Secret password);

    /**
     * Asks what it is, without a login: nothing secret is sent.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VCENTER_UNREACHABLE}, {@code
     *     VCENTER_NO_SDK}, {@code VCENTER_TOO_OLD}, …
     */
    VcenterIdentity identify(VcenterEndpoint endpoint);
}
