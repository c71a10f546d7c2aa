package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.time.Clock;
import java.time.Instant;

/** What is done in each phase. */
public final class Phases {
    private final PhaseStep checking;
    private final PhaseStep shuttingDown;
    private final PhaseStep snapshotting;
    private final PhaseStep planning;
    private final PhaseStep transferring;
    private final PhaseStep recording;
    private final PhaseStep releasing;
    private final PhaseStep registering;
    private final Clock clock;
    private final LiveProgress live;
    private final CleanUp cleanUp;
    private final OldTransfers oldTransfers;
    private final Retention retention;
    private final OrphanedSnapshots orphanedSnapshots;

    public Phases(RunStore store, Services services, Clock clock, LiveProgress live) {
        this.clock = clock;
        this.live = live;
        checking = new Checking(store, services, new Admission(store));
        shuttingDown = new ShuttingDown(store, services, clock);
        snapshotting = new Snapshotting(store, services);
        planning = new Planning(store, services);
        transferring = new Transferring(store, services, live);
        recording = new Recording(store, services);
        releasing = new Releasing(store, services);
        registering = new Registering(store, services, clock);
        cleanUp = new CleanUp(store, services, clock);
        oldTransfers = new OldTransfers(store, services);
        retention = new Retention(store, services);
        orphanedSnapshots = new OrphanedSnapshots(store, services);
    }

    /** The step of a phase of a run that goes on. */
    public PhaseStep step(RunPhase phase) {
        return switch (phase) {
            case CHECKING -> checking;
            case SHUTTING_DOWN -> shuttingDown;
            case SNAPSHOTTING -> snapshotting;
            case PLANNING -> planning;
            case TRANSFERRING -> transferring;
            case RECORDING -> recording;
            case RELEASING -> releasing;
            case REGISTERING -> registering;
            case FINISHED -> throw new IllegalStateException("a finished run that has not ended");
        };
    }

    /** The time by which runs go. */
    public Instant now() {
        return clock.instant();
    }

    /** What only memory knows of the runs. */
    public LiveProgress live() {
        return live;
    }

    /** What removes the traces of a run that does not go on. */
    public CleanUp cleanUp() {
        return cleanUp;
    }

    /** What forgets the transfers that no later run builds on. */
    public OldTransfers oldTransfers() {
        return oldTransfers;
    }

    /** What removes the EBS snapshots that nobody needs. */
    public OrphanedSnapshots orphanedSnapshots() {
        return orphanedSnapshots;
    }

    /** What removes the images that a job does not keep. */
    public Retention retention() {
        return retention;
    }
}
