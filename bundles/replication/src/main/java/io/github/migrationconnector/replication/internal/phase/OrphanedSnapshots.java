package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.target.OwnedSnapshot;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the EBS snapshots that this connector's runs made and that nobody needs: of a run that ended without recording
 * them, whose id got lost with an answer, or that an image held which is gone by now. A snapshot is ours when its tags name
 * this connector and a run of our own table; one of a run that we don't know stays, and so does all that a run may resume.
 */
public final class OrphanedSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedSnapshots.class);

    private final RunStore store;
    private final Services services;
    private final SnapshotsInUse inUse;

    OrphanedSnapshots(RunStore store, Services services) {
        this.store = store;
        this.services = services;
        this.inUse = new SnapshotsInUse(store);
    }

    /**
     * Looks for orphans and removes them.
     *
     * @throws ConnectorException the first of the failures, when all else is done
     */
    public void sweep() {
        List<ConnectorException> failures = new ArrayList<>();
        for (OwnedSnapshot snapshot : services.ownedSnapshots().of(services.connectorId())) {
            try {
                // the run is read after the list: one that ended in between has written what it keeps
                store.run(snapshot.runId())
                        .filter(run -> isOrphan(run, snapshot.snapshotId()))
                        .ifPresent(run -> remove(run, snapshot.snapshotId()));
            } catch (ConnectorException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private boolean isOrphan(RunRecord run, String snapshotId) {
        boolean kept = run.recorded()
                && !run.course().imageRemoved()
                && run.disks().stream()
                        .anyMatch(disk -> disk.progress().snapshotId().equals(snapshotId));
        // leftovers are another's business: they are removed with all that their run has made
        return run.state().ended()
                && !run.leftovers()
                && !kept
                && !inUse.of(run.jobId()).contains(snapshotId)
                && services.images().madeOf(snapshotId).isEmpty();
    }

    private void remove(RunRecord run, String snapshotId) {
        LOG.warn("removing the orphaned EBS snapshot {} of {}", snapshotId, run.id());
        services.snapshots().delete(snapshotId);
    }
}
