package io.github.migrationconnector.api.health;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * How the connector is.
 *
 * @param heartbeat when it was last looked after
 * @param checks what was looked at, by name
 */
public record ConnectorHealth(Instant heartbeat, List<CheckResult> checks) {
    public ConnectorHealth {
        Objects.requireNonNull(heartbeat, "heartbeat");
        checks = checks.stream().sorted(Comparator.comparing(CheckResult::name)).toList();
    }

    /** One thing that keeps it from its work is enough. */
    public HealthState state() {
        return checks.stream().anyMatch(check -> check.state() == CheckState.FAILING)
                ? HealthState.UNHEALTHY
                : HealthState.HEALTHY;
    }

    /** What keeps it from its work, the oldest first; none when it is healthy. */
    public List<HealthReason> reasons() {
        return those(CheckState.FAILING);
    }

    /** What will, unless somebody looks after it, the oldest first. */
    public List<HealthReason> warnings() {
        return those(CheckState.WARNING);
    }

    private List<HealthReason> those(CheckState state) {
        return checks.stream()
                .filter(check -> check.state() == state)
                .sorted(Comparator.comparing(CheckResult::since).thenComparing(CheckResult::name))
                .map(check -> new HealthReason(
                        check.finding().code(),
                        check.since(),
                        check.finding().why(),
                        check.finding().fix()))
                .toList();
    }
}
