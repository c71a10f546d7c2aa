package io.github.migrationconnector.replication.internal.service;

import io.github.migrationconnector.api.upgrade.HealthProbe;
import io.github.migrationconnector.replication.internal.domain.RunStore;

/** Replication is well when what it does now and then goes on, and its table of jobs can be read. */
final class ReplicationProbe implements HealthProbe {
    private final RunStore store;
    private final ReplicationThreads threads;

    ReplicationProbe(RunStore store, ReplicationThreads threads) {
        this.store = store;
        this.threads = threads;
    }

    @Override
    public void check() {
        threads.requireAlive();
        var unused = store.jobs();
    }
}
