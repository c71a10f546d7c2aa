package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.VcenterConnection;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Lends the connections that were set up, in the daemon. A command that copies one disk has its own, from the environment;
 * so the services are registered by hand here, when the mode is known.
 */
@Component(
        service = {},
        immediate = true)
public final class ConnectionServices {
    private static final String MODE_PROPERTY = "connector.mode";
    private static final String COMMAND_MODE = "command";

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    public ConnectionServices(BundleContext context, @Reference ConnectorHome home) {
        if (COMMAND_MODE.equals(context.getProperty(MODE_PROPERTY))) {
            return;
        }
        StoredConnections connections = home.connections();
        Dictionary<String, Object> none = FrameworkUtil.asDictionary(Map.of());
        registrations.add(context.registerService(AwsConnection.class, connections, none));
        registrations.add(context.registerService(VcenterConnection.class, connections, none));
    }

    @Deactivate
    void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }
}
