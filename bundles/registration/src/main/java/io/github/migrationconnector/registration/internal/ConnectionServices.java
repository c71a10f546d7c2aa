package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.credential.CredentialStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

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
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final AwaitedService<CredentialStore> credentials = new AwaitedService<>("credential store", BOUND);
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    public ConnectionServices(BundleContext context, @Reference ConfigurationAdmin configurations) {
        if (COMMAND_MODE.equals(context.getProperty(MODE_PROPERTY))) {
            return;
        }
        Settings settings = new Settings(configurations, Homes.settingsDirectory(context));
        settings.load();
        StoredConnections connections = new StoredConnections(settings, credentials::get);
        Dictionary<String, Object> none = FrameworkUtil.asDictionary(Map.of());
        registrations.add(context.registerService(AwsConnection.class, connections, none));
        registrations.add(context.registerService(VcenterConnection.class, connections, none));
    }

    @Deactivate
    void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCredentials(CredentialStore store) {
        credentials.arrived(store);
    }

    void unbindCredentials(CredentialStore store) {
        credentials.left(store);
    }
}
