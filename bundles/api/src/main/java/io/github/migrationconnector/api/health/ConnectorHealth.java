package io.github.migrationconnector.api.health;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How the connector is.
 *
 * @param heartbeat when all was last looked at
 * @param reasons what is not well, the oldest first; none when it is healthy
 */
public record ConnectorHealth(Instant heartbeat, List<HealthReason> reasons) {
    public ConnectorHealth {
        Objects.requireNonNull(heartbeat, "heartbeat");
        reasons = List.copyOf(reasons);
    }

    public HealthState state() {
        return reasons.isEmpty() ? HealthState.HEALTHY : HealthState.UNHEALTHY;
    }
}
