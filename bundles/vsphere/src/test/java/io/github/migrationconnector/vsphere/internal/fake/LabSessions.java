package io.github.migrationconnector.vsphere.internal.fake;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabUser;

/** Sessions at the lab's vCenter. */
public final class LabSessions {
    private LabSessions() {}

    /** The endpoint for one of the lab's users. */
    public static VcenterEndpoint endpoint(Lab lab, String user) {
        return new VcenterEndpoint(
                lab.vcenterEndpoint().sdk(),
                user,
                VcenterEndpoint.normalFingerprint(lab.vcenterEndpoint().fingerprint()));
    }

    /** Settings for one of the lab's users. */
    public static FixedConnection connection(Lab lab, String user) {
        LabUser account = lab.vcenterEndpoint().user(user);
        return new FixedConnection(endpoint(lab, user), account.secret());
    }
}
