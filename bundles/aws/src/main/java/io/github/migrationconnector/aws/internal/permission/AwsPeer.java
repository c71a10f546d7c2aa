package io.github.migrationconnector.aws.internal.permission;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedPeer;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.aws.internal.http.Authorities;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One service of AWS.
 *
 * @param connection the settings in force
 * @param meter of the calls that are made
 * @param service its endpoint prefix
 * @param authorities whom to trust
 */
record AwsPeer(AwsConnection connection, CallMeter meter, String service, Authorities authorities)
        implements ReachedPeer {
    private static final String DENIED = "AWS_PERMISSION_MISSING";

    @Override
    public SSLSocket tls(Socket connected, ReachedEndpoint endpoint) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authorities.trustManagers(), null);
            SSLSocket tls = (SSLSocket)
                    context.getSocketFactory().createSocket(connected, endpoint.host(), endpoint.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's TLS can't be set up", e);
        }
    }

    /** Whoever is told what he may not do was recognised. */
    @Override
    public String logIn() {
        try (AwsClients clients = new AwsClients(connection, InstantSource.system(), meter)) {
            return switch (service) {
                case "sts" -> identity(clients);
                case "ebs" ->
                    known(
                            clients,
                            EbsProbes.all().stream()
                                    .filter(probe -> probe.action().equals("ebs:ListSnapshotBlocks"))
                                    .findFirst()
                                    .orElseThrow());
                default -> known(clients, Ec2Probes.all().get(0));
            };
        }
    }

    private static String identity(AwsClients clients) {
        return clients.sts("sts:GetCallerIdentity", sts -> sts.getCallerIdentity(request -> {})
                .arn());
    }

    private static String known(AwsClients clients, Probe probe) {
        try {
            probe.call().accept(clients);
            return "the keys are accepted";
        } catch (ConnectorException failure) {
            if (failure.problem().code().equals(DENIED)) {
                return "the keys are accepted; " + probe.action() + " is not allowed (see the permission check)";
            }
            throw failure;
        }
    }
}
