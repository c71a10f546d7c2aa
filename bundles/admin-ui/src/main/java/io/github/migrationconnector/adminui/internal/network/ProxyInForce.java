package io.github.migrationconnector.adminui.internal.network;

import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.problem.ConnectorException;

/** The proxy, which the registration keeps with the connection to AWS: there is one truth, shown here too. */
final class ProxyInForce {
    private ProxyInForce() {}

    /** As {@code HOST:PORT}; empty for none, or before the set-up. */
    static String of(Services services) {
        try {
            ProxySettings proxy = services.awsConnection().endpoints().proxy();
            if (!proxy.isNone()) {
                // read for this call; that of NONE is everybody's
                proxy.password().close();
                return proxy.address();
            }
            return "";
        } catch (ConnectorException notSetUp) {
            return "";
        }
    }
}
