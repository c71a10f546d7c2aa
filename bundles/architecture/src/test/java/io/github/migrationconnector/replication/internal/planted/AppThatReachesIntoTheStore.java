package io.github.migrationconnector.replication.internal.planted;

import io.github.migrationconnector.store.internal.planted.PartOfTheStore;

/** Breaks: owners of tables import what store exports, and no more. */
final class AppThatReachesIntoTheStore {
    PartOfTheStore known() {
        return new PartOfTheStore();
    }
}
