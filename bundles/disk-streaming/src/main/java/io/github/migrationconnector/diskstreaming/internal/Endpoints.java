package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.target.SnapshotTarget;
import java.time.Duration;

/**
 * Opens sources and targets by address.
 *
 * @param sources by scheme
 * @param targets by scheme
 * @param bound how long a service may be missing
 */
record Endpoints(ServicesByScheme<DiskSource> sources, ServicesByScheme<SnapshotTarget> targets, Duration bound) {
    DiskReader open(SourceAddress address) throws InterruptedException {
        return sources.await(address.scheme(), bound).open(address);
    }

    SnapshotTarget.Snapshots open(TargetAddress address) throws InterruptedException {
        return targets.await(address.scheme(), bound).at(address.location());
    }
}
