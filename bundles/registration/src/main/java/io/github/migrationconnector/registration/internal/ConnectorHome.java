package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.store.Database;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What this connector keeps of itself: settings, identity, connections; one of each for all services of this bundle. */
@Component(service = ConnectorHome.class)
public final class ConnectorHome {
    private final Database database;
    private final Settings settings;
    private final Identity identity;
    private final LoginGuard logins;
    private final StoredConnections connections;

    @Activate
    public ConnectorHome(
            BundleContext context,
            @Reference Database database,
            @Reference ConfigurationAdmin configurations,
            @Reference Ports ports) {
        this(database, new Settings(configurations, Homes.settingsDirectory(context)), ports, Clock.systemUTC());
    }

    ConnectorHome(Database database, Settings settings, Ports ports, Clock clock) {
        this.database = database;
        this.settings = settings;
        settings.load();
        identity = new Identity(database, clock);
        logins = new LoginGuard(database, clock);
        connections = new StoredConnections(settings, ports::credentials, logins);
    }

    Database database() {
        return database;
    }

    Settings settings() {
        return settings;
    }

    Identity identity() {
        return identity;
    }

    LoginGuard logins() {
        return logins;
    }

    StoredConnections connections() {
        return connections;
    }
}
