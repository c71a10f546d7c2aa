package io.github.migrationconnector.api.health;

import org.osgi.annotation.versioning.ProviderType;

/** Looks after the connector's health, at each heartbeat, by every {@link HealthCheck} that there is. */
@ProviderType
public interface Health {
    /** As of the last looks; asks nobody. */
    ConnectorHealth health();

    /**
     * Looks at everything now, for an administrator who asks. A password that was refused is not sent by this. Answers within
     * half a minute, with the last look at whatever takes longer.
     */
    ConnectorHealth check();
}
