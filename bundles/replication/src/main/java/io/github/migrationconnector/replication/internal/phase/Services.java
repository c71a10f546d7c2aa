package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.image.ImageRegistrar;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.power.VmPower;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.target.OwnedSnapshots;
import io.github.migrationconnector.api.target.SnapshotTarget.Snapshots;
import io.github.migrationconnector.api.target.TargetAccount;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;

/**
 * The services that a run needs, each asked for at its use: a bundle that is being swapped is waited for within a bound.
 * Every call throws {@link io.github.migrationconnector.api.problem.ConnectorException} {@code SERVICE_ABSENT}, retry
 * ON_RESUME, when that bound passes.
 */
public interface Services {
    Inventory inventory();

    VmSnapshots vmSnapshots();

    /** Stops and starts machines. */
    VmPower power();

    Transfers transfers();

    ImageRegistrar images();

    /** The EBS snapshots of the account. */
    Snapshots snapshots();

    /** Those of them that connectors made. */
    OwnedSnapshots ownedSnapshots();

    /** This connector's id, for tags. */
    String connectorId();

    /** The account that keeps the EBS snapshots. */
    TargetAccount account();
}
