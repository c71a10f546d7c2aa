package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;

/** The VM snapshot goes. */
final class Releasing implements PhaseStep {
    private final RunStore store;
    private final Services services;

    Releasing(RunStore store, Services services) {
        this.store = store;
        this.services = services;
    }

    @Override
    public void act(RunRecord run) {
        VmSnapshotRemoval.remove(run, Jobs.of(run, store), services);
        store.save(run.at(RunPhase.REGISTERING));
    }
}
