package io.github.migrationconnector.simulation;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabUser;
import io.github.migrationconnector.lab.LabVcenterEndpoint;

/** How the lab is reached, as the shipped policy and the privileges that are asked for allow. */
final class Connections implements AwsConnection, VcenterConnection {
    private final AwsEndpoints aws;
    private final LabUser awsUser;
    private final VcenterEndpoint vcenter;
    private final String vcenterPassword;
    private volatile boolean keysRevoked;

    Connections(Lab lab) {
        LabAws there = lab.aws();
        aws = new AwsEndpoints(
                there.region(), there.endpoints(), there.caBundle().toString());
        awsUser = there.user(LabAws.CONNECTOR);
        LabVcenterEndpoint endpoint = lab.vcenterEndpoint();
        vcenter = new VcenterEndpoint(
                endpoint.sdk(),
                LabVcenterEndpoint.CONNECTOR,
                VcenterEndpoint.normalFingerprint(endpoint.fingerprint()));
        vcenterPassword = endpoint.user(LabVcenterEndpoint.CONNECTOR).secret();
    }

    /** Somebody has revoked the keys, or has entered good ones. */
    void revokeKeys(boolean revoked) {
        keysRevoked = revoked;
    }

    @Override
    public AwsEndpoints endpoints() {
        return aws;
    }

    @Override
    public AwsKeys keys() {
        String id = keysRevoked ? "AKIAREVOKEDREVOKED00" : awsUser.id();
        return new AwsKeys(id, Secret.of(awsUser.secret()), Secret.of(""));
    }

    @Override
    public VcenterEndpoint endpoint() {
        return vcenter;
    }

    @Override
    public Secret password() {
        return Secret.of(vcenterPassword);
    }

    @Override
    public void refused(VcenterEndpoint endpoint, Secret password) {
        throw new AssertionError("the password of the lab's user was refused");
    }
}
