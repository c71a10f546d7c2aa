package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.fake.InMemoryRunStore;

/** The store that the other tests use keeps the same contract as the real one. */
final class InMemoryRunStoreTest extends RunStoreContract {
    @Override
    RunStore newStore() {
        return new InMemoryRunStore();
    }
}
