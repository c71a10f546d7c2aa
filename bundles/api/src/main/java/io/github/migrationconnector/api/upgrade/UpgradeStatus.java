package io.github.migrationconnector.api.upgrade;

import java.util.List;
import java.util.Objects;

/**
 * Where upgrades stand.
 *
 * @param set the bundle set in force
 * @param stage what is being done now
 * @param target the set that is being put in force; empty when none is
 * @param previousSet where a roll-back would lead; empty when there is none
 * @param sets the later sets that are kept in the home, by name
 * @param history the last upgrades, the youngest first
 */
public record UpgradeStatus(
        String set,
        UpgradeStage stage,
        String target,
        String previousSet,
        List<String> sets,
        List<UpgradeRecord> history) {
    public UpgradeStatus {
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(previousSet, "previousSet");
        sets = List.copyOf(sets);
        history = List.copyOf(history);
    }
}
