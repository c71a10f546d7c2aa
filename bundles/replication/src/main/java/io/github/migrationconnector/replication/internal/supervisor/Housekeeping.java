package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.CleanUp;
import io.github.migrationconnector.replication.internal.phase.OldTransfers;
import io.github.migrationconnector.replication.internal.phase.OrphanedSnapshots;
import io.github.migrationconnector.replication.internal.phase.Phases;
import io.github.migrationconnector.replication.internal.phase.Retention;
import io.github.migrationconnector.replication.internal.phase.Services;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what ended runs of this connector have left behind. A VM snapshot is ours when its name holds the id of a run
 * in our own table: another connector's has one that we don't know, and stays.
 */
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private static final Duration EVERY = Duration.ofMinutes(10);

    private final RunStore store;
    private final Services services;
    private final CleanUp cleanUp;
    private final OldTransfers oldTransfers;
    private final Retention retention;
    private final OrphanedSnapshots orphanedSnapshots;
    private final Clock clock;
    private Instant next = Instant.MIN;
    private Set<Job> tidy = Set.of();

    public Housekeeping(RunStore store, Services services, Phases phases, Clock clock) {
        this.store = store;
        this.services = services;
        this.cleanUp = phases.cleanUp();
        this.oldTransfers = phases.oldTransfers();
        this.retention = phases.retention();
        this.orphanedSnapshots = phases.orphanedSnapshots();
        this.clock = clock;
    }

    /** Sweeps when it is time: at the first call, and ten minutes after a sweep that could do all. Used by one thread. */
    public void tick() {
        Instant now = clock.instant();
        if (!now.isBefore(next) && sweep()) {
            next = now.plus(EVERY);
        }
    }

    /**
     * Looks for leftovers and removes them.
     *
     * @return whether it could; what can't be removed now is met again at the next time
     */
    public boolean sweep() {
        boolean all = true;
        for (RunRecord run : store.withLeftovers()) {
            try {
                cleanUp.sweep(run);
            } catch (ConnectorException e) {
                LOG.warn("what run {} has left can't be removed yet: {}", run.id(), e.getMessage());
                all = false;
            }
        }
        all &= discardOldTransfers();
        all &= sweepEbsSnapshots();
        try {
            return sweepVmSnapshots() && all;
        } catch (ConnectorException e) {
            // as before the set-up, and while vCenter is away
            LOG.info("orphaned VM snapshots can't be looked for yet: {}", e.getMessage());
            return false;
        }
    }

    /** Each job is looked at once, and again when it has changed: its runs may be many. */
    private boolean discardOldTransfers() {
        Set<Job> done = new HashSet<>();
        boolean all = true;
        for (Job job : store.jobs()) {
            try {
                if (!tidy.contains(job)) {
                    oldTransfers.discardSuperseded(job.id());
                    retention.apply(job.id());
                }
                done.add(job);
            } catch (ConnectorException e) {
                LOG.warn("what {} does not keep can't be removed yet: {}", job.id(), e.getMessage());
                all = false;
            }
        }
        tidy = done;
        return all;
    }

    private boolean sweepEbsSnapshots() {
        try {
            orphanedSnapshots.sweep();
            return true;
        } catch (ConnectorException e) {
            // as before the set-up, and while AWS is away
            LOG.info("orphaned EBS snapshots can't be removed yet: {}", e.getMessage());
            return false;
        }
    }

    private boolean sweepVmSnapshots() {
        boolean all = true;
        VmSnapshots vmSnapshots = services.vmSnapshots();
        for (VmSnapshot snapshot : vmSnapshots.owned()) {
            if (!snapshot.name().startsWith(VmSnapshots.NAME_PREFIX)) {
                continue;
            }
            Optional<RunRecord> run = store.run(snapshot.name().substring(VmSnapshots.NAME_PREFIX.length()));
            if (run.isPresent() && run.get().state().ended()) {
                all &= remove(vmSnapshots, snapshot);
            }
        }
        return all;
    }

    private static boolean remove(VmSnapshots vmSnapshots, VmSnapshot snapshot) {
        LOG.warn("removing the orphaned snapshot {} of {}", snapshot.name(), snapshot.vmId());
        try {
            vmSnapshots.remove(snapshot.vmId(), snapshot.id());
            return true;
        } catch (ConnectorException e) {
            LOG.warn("the orphaned snapshot {} can't be removed yet: {}", snapshot.name(), e.getMessage());
            return false;
        }
    }
}
