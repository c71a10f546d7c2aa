package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.Phases;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Sees to it that every run that has not ended is in somebody's hand, and in one only. */
public final class RunSupervisor {
    private final RunStore store;
    private final Phases phases;
    private final Pauses pauses;
    private final Executor threads;
    private final Map<String, RunWorker> inHand = new ConcurrentHashMap<>();
    private final Object guard = new Object();
    private boolean stopped;

    /**
     * Makes one that has taken nothing up yet.
     *
     * @param threads run each worker; its owner ends them after {@link #stop}
     */
    public RunSupervisor(RunStore store, Phases phases, Pauses pauses, Executor threads) {
        this.store = store;
        this.phases = phases;
        this.pauses = pauses;
        this.threads = threads;
    }

    /** Takes up every run that has not ended and that nobody has in hand: at start, and again now and then. */
    public void takeUp() {
        for (RunRecord run : store.unfinished()) {
            takeUp(run.id());
        }
    }

    /** Takes up one run, unless it is in somebody's hand. */
    public void takeUp(String runId) {
        RunWorker worker = new RunWorker(runId, store, phases, pauses);
        synchronized (guard) {
            if (stopped || inHand.putIfAbsent(runId, worker) != null) {
                return;
            }
        }
        threads.execute(() -> {
            try {
                worker.run();
            } finally {
                inHand.remove(runId);
            }
        });
    }

    /** Lets a run's worker look whether it was called off. */
    public void wake(String runId) {
        Optional.ofNullable(inHand.get(runId)).ifPresent(RunWorker::wake);
        takeUp(runId);
    }

    /** Takes nothing up any more, and lets go of every run where it is. */
    public void stop() {
        synchronized (guard) {
            stopped = true;
        }
        inHand.values().forEach(RunWorker::stop);
    }
}
