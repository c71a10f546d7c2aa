package io.github.migrationconnector.api.upgrade;

import java.util.List;
import java.util.Objects;

/**
 * What an upgrade would do.
 *
 * @param fromSet the bundle set in force
 * @param toSet the bundle set that would be in force
 * @param notes what the publisher says of it; may be empty
 * @param changes bundle by bundle, by name
 * @param services the contracts that are away for a moment, by name; all of them when {@link #restart()}
 * @param runs the replication runs under way that pause and go on
 */
public record UpgradePlan(
        String fromSet,
        String toSet,
        String notes,
        List<BundleChange> changes,
        List<String> services,
        List<String> runs) {
    public UpgradePlan {
        Objects.requireNonNull(fromSet, "fromSet");
        Objects.requireNonNull(toSet, "toSet");
        Objects.requireNonNull(notes, "notes");
        changes = List.copyOf(changes);
        services = List.copyOf(services);
        runs = List.copyOf(runs);
    }

    /** Whether the daemon's framework has to start anew. */
    public boolean restart() {
        return changes.stream().anyMatch(change -> change.way() == ChangeWay.RESTART);
    }
}
