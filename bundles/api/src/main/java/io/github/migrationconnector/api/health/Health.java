package io.github.migrationconnector.api.health;

import org.osgi.annotation.versioning.ProviderType;

/** Looks after the connector's health, at each heartbeat. */
@ProviderType
public interface Health {
    /** As of the last heartbeat; asks nobody. */
    ConnectorHealth health();

    /** Looks at everything now, for an administrator who asks. A password that was refused is not sent by this. */
    ConnectorHealth check();
}
