package io.github.migrationconnector.api.upgrade;

import java.util.List;
import java.util.Objects;

/**
 * What an upgrade would do, or did.
 *
 * @param fromSet the bundle set in force
 * @param toSet the bundle set that would be in force
 * @param notes what the publisher says of it; may be empty
 * @param changes bundle by bundle, by name
 * @param effects what else it touches
 * @param store what becomes of the store
 */
public record UpgradePlan(
        String fromSet, String toSet, String notes, List<BundleChange> changes, Effects effects, Store store) {
    public UpgradePlan {
        Objects.requireNonNull(fromSet, "fromSet");
        Objects.requireNonNull(toSet, "toSet");
        Objects.requireNonNull(notes, "notes");
        Objects.requireNonNull(effects, "effects");
        Objects.requireNonNull(store, "store");
        changes = List.copyOf(changes);
    }

    /**
     * What else is touched.
     *
     * @param services the contracts that are away for a moment, by name; all of them when {@link #restart()}
     * @param runs the replication runs under way that pause and go on
     * @param settings those that come or go
     */
    public record Effects(List<String> services, List<String> runs, List<SettingChange> settings) {
        public Effects {
            services = List.copyOf(services);
            runs = List.copyOf(runs);
            settings = List.copyOf(settings);
        }
    }

    /**
     * What becomes of the store.
     *
     * @param tables that change, by bundle
     * @param wayBack from the newer of both sets to the older one
     * @param copyOf for a way back by a copy: when that was made, in ISO 8601; empty otherwise
     */
    public record Store(List<TableChange> tables, WayBack wayBack, String copyOf) {
        /** No tables change. */
        public static final Store UNTOUCHED = new Store(List.of(), WayBack.WITHOUT_LOSS, "");

        public Store {
            tables = List.copyOf(tables);
            Objects.requireNonNull(wayBack, "wayBack");
            Objects.requireNonNull(copyOf, "copyOf");
        }
    }

    /** Whether the daemon's framework has to start anew. */
    public boolean restart() {
        return changes.stream().anyMatch(change -> change.way() == ChangeWay.RESTART);
    }
}
