package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.replication.internal.domain.Load;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.util.List;

/**
 * Lets a run on to its VM snapshot when what all runs share has room for it (correctness rule 14): a snapshot that stands
 * while its run waits for a quota would grow for nothing. What is taken is read from the store, so a daemon that begins
 * anew counts the same.
 */
final class Admission {
    /** EBS quota "Pending snapshots per account" (EBS direct APIs, user guide, "Quotas"): 100. Others may have some. */
    static final int PENDING_SNAPSHOTS = 90;

    /** Each snapshot's delta grows on its datastore until it is removed. */
    static final int DISKS_OF_A_DATASTORE = 32;

    /** One VM's snapshots count once; by the same rule of Azure Migrate's agentless replication as the next. */
    static final int SNAPSHOTS_OF_A_DATASTORE = 15;

    /** A host serves all readers of its disks out of one small buffer, and its guests must not suffer. */
    static final int DISKS_OF_A_HOST = 8;

    private final RunStore store;

    Admission(RunStore store) {
        this.store = store;
    }

    /** Writes a checked run as one that goes on, when there is room for it: one run at a time looks. */
    synchronized void admit(RunRecord run) {
        List<Load> taken = store.unfinished().stream()
                .filter(other -> !other.id().equals(run.id()))
                .filter(other -> other.phase() != RunPhase.CHECKING && !other.recorded())
                .map(other -> other.facts().load())
                .toList();
        Load asked = run.facts().load();
        int pending = taken.stream().mapToInt(Load::disks).sum();
        // a run that is alone is never kept: what it can't have, AWS will say
        if (pending > 0 && pending + asked.disks() > PENDING_SNAPSHOTS) {
            throw full("other runs have " + pending + " EBS snapshots pending, and " + asked.disks()
                    + " more would exceed the account's quota");
        }
        for (String datastore : asked.datastores()) {
            long there =
                    taken.stream().mapToLong(load -> load.disksOn(datastore)).sum();
            if (there > 0 && there + asked.disksOn(datastore) > DISKS_OF_A_DATASTORE) {
                throw full("snapshots of " + there + " disks stand on the datastore " + datastore + " already");
            }
            long machines =
                    taken.stream().filter(load -> load.disksOn(datastore) > 0).count();
            if (machines >= SNAPSHOTS_OF_A_DATASTORE) {
                throw full("snapshots of " + machines + " machines stand on the datastore " + datastore + " already");
            }
        }
        String host = asked.hostId();
        long read = host.isEmpty()
                ? 0
                : taken.stream().mapToLong(load -> load.disksOfHost(host)).sum();
        if (read > 0 && read + asked.disks() > DISKS_OF_A_HOST) {
            throw full(read + " disks are being read from the ESXi host " + host + " already");
        }
        store.save(run);
    }

    private static RuntimeException full(String why) {
        return new Problem(
                        "RUN_NOT_ADMITTED",
                        "The run waits for its turn: " + why + ".",
                        "Nothing to do: it begins when another run is done.",
                        Retry.WHEN_FREE)
                .asException();
    }
}
