package io.github.migrationconnector.vsphere.internal.fake;

import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.vsphere.internal.session.AwaitedConnection;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;

/** Settings that a test gives and changes. */
public final class FixedConnection implements VcenterConnection {
    private volatile VcenterEndpoint endpoint;
    private volatile String password;
    private volatile int refusals;

    public FixedConnection(VcenterEndpoint endpoint, String password) {
        this.endpoint = endpoint;
        this.password = password;
    }

    /** Sessions by these settings. */
    public VcenterSessions sessions() {
        AwaitedConnection connection = new AwaitedConnection();
        connection.bind(this);
        return new VcenterSessions(connection);
    }

    public void change(VcenterEndpoint other, String otherPassword) {
        endpoint = other;
        password = otherPassword;
    }

    @Override
    public VcenterEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public Secret password() {
        return Secret.of(password);
    }

    @Override
    public void refused(VcenterEndpoint refusing, Secret refused) {
        refusals++;
    }

    /** How often a password was refused. */
    public int refusals() {
        return refusals;
    }
}
