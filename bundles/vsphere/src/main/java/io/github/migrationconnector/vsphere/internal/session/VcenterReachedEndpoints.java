package io.github.migrationconnector.vsphere.internal.session;

import com.vmware.vim25.AboutInfo;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedEndpoints;
import io.github.migrationconnector.api.connectivity.ReachedPeer;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.vsphere.internal.soap.CertificateChangedException;
import io.github.migrationconnector.vsphere.internal.soap.PeerTrust;
import io.github.migrationconnector.vsphere.internal.soap.SoapLimits;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The vCenter in force, which is reached directly. No ESXi host is among them: disks are read through vCenter, which follows
 * the hosts' certificates itself.
 */
@Component(service = ReachedEndpoints.class)
public final class VcenterReachedEndpoints implements ReachedEndpoints {
    private static final String NOT_SET_UP = "VCENTER_NOT_SET_UP";

    private final AwaitedConnection connection;

    @Activate
    public VcenterReachedEndpoints(@Reference AwaitedConnection connection) {
        this.connection = connection;
    }

    @Override
    public List<ReachedEndpoint> endpoints() {
        try {
            VcenterEndpoint endpoint = connection.get().endpoint();
            return List.of(new ReachedEndpoint(
                    "vCenter",
                    endpoint.server().host(),
                    endpoint.server().port(),
                    ProxySettings.NONE,
                    new Peer(endpoint, connection.get())));
        } catch (ConnectorException failure) {
            if (failure.problem().code().equals(NOT_SET_UP)) {
                return List.of();
            }
            throw failure;
        }
    }

    /** By a trust and a session of its own, so that no kept connection or session says it is well when it is not any more. */
    private record Peer(VcenterEndpoint endpoint, VcenterConnection connection) implements ReachedPeer {
        @Override
        public SSLSocket tls(Socket connected, ReachedEndpoint reached) throws IOException {
            return new PeerTrust(endpoint.server(), endpoint.trust()).clientSocket(connected);
        }

        @Override
        public Optional<Problem> why(IOException failure) {
            return VcenterProblems.cause(failure, CertificateChangedException.class)
                    .map(changed -> new VcenterProblems(endpoint).of(failure).problem());
        }

        @Override
        public String logIn() {
            try (VcenterSession session = new VcenterSession(
                    endpoint,
                    connection::password,
                    refused -> connection.refused(endpoint, refused),
                    SoapLimits.DEFAULT)) {
                AboutInfo about = session.login().content().getAbout();
                return endpoint.user() + " at " + about.getFullName() + ", API " + about.getApiVersion();
            }
        }
    }
}
