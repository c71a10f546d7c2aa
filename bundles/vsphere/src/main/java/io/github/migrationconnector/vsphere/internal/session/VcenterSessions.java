package io.github.migrationconnector.vsphere.internal.session;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
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
            if (current.isPresent() && current.get().endpoint().equals(endpoint)) {
                return current.get();
            }
            outdated = current;
            session = new VcenterSession(endpoint, () -> connection.get().password(), SoapLimits.DEFAULT);
            current = Optional.of(session);
        }
        outdated.ifPresent(VcenterSession::close);
        return session;
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
