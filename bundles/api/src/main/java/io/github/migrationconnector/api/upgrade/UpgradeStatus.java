package io.github.migrationconnector.api.upgrade;

import java.util.List;
import java.util.Objects;

/**
 * Where upgrades stand.
 *
 * @param set the bundle set in force
 * @param progress what is being done now
 * @param previousSet where a roll-back would lead; empty when there is none
 * @param pinned whether the connector is to stay with the set in force
 * @param sets the later sets that are kept in the home, by name
 * @param automatic what happens by itself
 * @param history the last upgrades, the youngest first
 */
public record UpgradeStatus(
        String set,
        UpgradeProgress progress,
        String previousSet,
        boolean pinned,
        List<String> sets,
        Automatic automatic,
        List<UpgradeRecord> history) {
    public UpgradeStatus {
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(previousSet, "previousSet");
        Objects.requireNonNull(automatic, "automatic");
        sets = List.copyOf(sets);
        history = List.copyOf(history);
    }
}
