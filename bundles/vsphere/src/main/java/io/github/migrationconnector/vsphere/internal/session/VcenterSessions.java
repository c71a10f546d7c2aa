package io.github.migrationconnector.vsphere.internal.session;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.vsphere.internal.soap.SoapLimits;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The one session at the vCenter that the settings name; another one as soon as they name another. */
@Component(service = VcenterSessions.class)
public final class VcenterSessions {
    private final AwaitedConnection connection;
    private Optional<VcenterSession> current = Optional.empty();

    @Activate
    public VcenterSessions(@Reference AwaitedConnection connection) {
        this.connection = connection;
    }

    /**
     * The session to make calls on. Ask at each use.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VCENTER_NOT_SET_UP}
     */
    public VcenterSession session() {
        VcenterEndpoint endpoint = connection.get().endpoint();
        Optional<VcenterSession> outdated;
        VcenterSession session;
        synchronized (this) {
            if (current.isPresent() && current.get().serves(endpoint)) {
                current.get().retrust(endpoint);
                return current.get();
            }
            outdated = current;
            session = new VcenterSession(
                    endpoint,
                    () -> connection.get().password(),
                    secret -> connection.get().refused(endpoint, secret),
                    SoapLimits.DEFAULT);
            current = Optional.of(session);
        }
        outdated.ifPresent(VcenterSession::close);
        return session;
    }

    /** Ends every connection to a server, after having looked whether something else is trusted of it by now. */
    void endConnections(ServerAddress server) {
        Optional<VcenterSession> standing;
        synchronized (this) {
            standing = current.filter(session -> session.endpoint().server().equals(server));
        }
        standing.ifPresent(session -> {
            VcenterEndpoint endpoint = connection.get().endpoint();
            if (session.serves(endpoint)) {
                session.retrust(endpoint);
            }
            session.trust().breakOff();
        });
    }

    @Deactivate
    public void deactivate() {
        Optional<VcenterSession> last;
        synchronized (this) {
            last = current;
            current = Optional.empty();
        }
        last.ifPresent(VcenterSession::close);
    }
}
