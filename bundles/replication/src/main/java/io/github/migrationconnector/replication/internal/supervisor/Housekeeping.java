package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.CleanUp;
import io.github.migrationconnector.replication.internal.phase.Services;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what ended runs of this connector have left behind. A VM snapshot is ours when its name holds the id of a run
 * in our own table: another connector's has one that we don't know, and stays.
 */
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final RunStore store;
    private final Services services;
    private final CleanUp cleanUp;

    public Housekeeping(RunStore store, Services services, CleanUp cleanUp) {
        this.store = store;
        this.services = services;
        this.cleanUp = cleanUp;
    }

    /** Looks for leftovers and removes them. What can't be removed now is met again at the next time. */
    public void sweep() {
        for (RunRecord run : store.withLeftovers()) {
            try {
                cleanUp.sweep(run);
            } catch (ConnectorException e) {
                LOG.warn("what run {} has left can't be removed yet", run.id(), e);
            }
        }
        try {
            sweepVmSnapshots();
        } catch (ConnectorException e) {
            LOG.warn("orphaned VM snapshots could not be looked for", e);
        }
    }

    private void sweepVmSnapshots() {
        VmSnapshots vmSnapshots = services.vmSnapshots();
        for (VmSnapshot snapshot : vmSnapshots.owned()) {
            if (!snapshot.name().startsWith(VmSnapshots.NAME_PREFIX)) {
                continue;
            }
            Optional<RunRecord> run = store.run(snapshot.name().substring(VmSnapshots.NAME_PREFIX.length()));
            if (run.isPresent() && run.get().state().ended()) {
                remove(vmSnapshots, snapshot);
            }
        }
    }

    private static void remove(VmSnapshots vmSnapshots, VmSnapshot snapshot) {
        LOG.warn("removing the orphaned snapshot {} of {}", snapshot.name(), snapshot.vmId());
        try {
            vmSnapshots.remove(snapshot.vmId(), snapshot.id());
        } catch (ConnectorException e) {
            LOG.warn("the orphaned snapshot {} can't be removed yet", snapshot.name(), e);
        }
    }
}
