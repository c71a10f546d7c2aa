package io.github.migrationconnector.simulation;

import io.github.migrationconnector.api.replication.RunPhase;

/**
 * Where a daemon is killed: before or after the effect of one call. Each phase of a run has one at least, and each is hit
 * in every simulation.
 *
 * @param phase the run's phase, as it was entered
 */
enum KillPoint {
    BEFORE_LOOKING(RunPhase.CHECKING, "Inventory.find", true),
    AFTER_LOOKING(RunPhase.CHECKING, "TargetAccount.defaults", false),
    BEFORE_VM_SNAPSHOT(RunPhase.SNAPSHOTTING, "VmSnapshots.create", true),
    AFTER_VM_SNAPSHOT(RunPhase.SNAPSHOTTING, "VmSnapshots.create", false),
    BEFORE_PLANNING(RunPhase.PLANNING, "VmSnapshots.changedAreas", true),
    AFTER_PLANNING(RunPhase.PLANNING, "VmSnapshots.changedAreas", false),
    BEFORE_TRANSFER(RunPhase.TRANSFERRING, "Transfers.run", true),
    AT_START_OF_SNAPSHOT(RunPhase.TRANSFERRING, "Snapshots.start", false),
    AMID_BLOCKS(RunPhase.TRANSFERRING, "SnapshotWriter.put", false),
    AFTER_COMPLETION(RunPhase.TRANSFERRING, "SnapshotWriter.complete", false),
    AFTER_TRANSFER(RunPhase.TRANSFERRING, "Transfers.run", false),
    BEFORE_RECORD(RunPhase.RECORDING, "RunStore.record", true),
    AFTER_RECORD(RunPhase.RECORDING, "RunStore.record", false),
    BEFORE_RELEASE(RunPhase.RELEASING, "VmSnapshots.remove", true),
    AFTER_RELEASE(RunPhase.RELEASING, "VmSnapshots.remove", false),
    BEFORE_IMAGE(RunPhase.REGISTERING, "ImageRegistrar.register", true),
    AFTER_IMAGE(RunPhase.REGISTERING, "ImageRegistrar.register", false),
    BEFORE_END(RunPhase.REGISTERING, "RunStore.end", true),
    AFTER_END(RunPhase.FINISHED, "RunStore.end", false),
    AFTER_DEREGISTERING(RunPhase.FINISHED, "ImageRegistrar.deregister", false),
    BEFORE_DELETION(RunPhase.FINISHED, "Snapshots.delete", true),
    AT_BEGIN_OF_RUN(RunPhase.CHECKING, "RunStore.begin", false);

    private final RunPhase phase;
    private final String call;
    private final boolean before;

    KillPoint(RunPhase phase, String call, boolean before) {
        this.phase = phase;
        this.call = call;
        this.before = before;
    }

    RunPhase phase() {
        return phase;
    }

    boolean isAt(String called, boolean beforeIt) {
        return call.equals(called) && before == beforeIt;
    }
}
