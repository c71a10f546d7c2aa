package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.replication.internal.domain.ServerNames;
import java.util.Optional;

/** A catalog that was never imported. */
final class NoCatalog implements ServerNames {
    @Override
    public Optional<String> vmOf(String serverId) {
        return Optional.empty();
    }

    @Override
    public Optional<String> serverOf(String vmId) {
        return Optional.empty();
    }
}
