package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.AboutInfo;
import io.github.migrationconnector.api.connection.VcenterCheck;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.github.migrationconnector.vsphere.internal.soap.SoapLimits;
import org.osgi.service.component.annotations.Component;

/** Tries a vCenter with one login: nothing is tried again, since wrong logins lock accounts. */
@Component
public final class SoapVcenterCheck implements VcenterCheck {
    @Override
    public VcenterExamination check(VcenterEndpoint endpoint, Secret password) {
        try (VcenterSession session =
                new VcenterSession(endpoint, () -> Secret.ofUtf8(password.toUtf8()), SoapLimits.DEFAULT)) {
            return new SessionExamination(session).examine();
        }
    }

    @Override
    public VcenterIdentity identify(VcenterEndpoint endpoint) {
        try (VcenterSession session = new VcenterSession(endpoint, () -> Secret.of(""), SoapLimits.DEFAULT)) {
            return identity(session.about());
        }
    }

    static VcenterIdentity identity(AboutInfo about) {
        return new VcenterIdentity(
                String.valueOf(about.getFullName()),
                String.valueOf(about.getApiVersion()),
                String.valueOf(about.getInstanceUuid()));
    }
}
