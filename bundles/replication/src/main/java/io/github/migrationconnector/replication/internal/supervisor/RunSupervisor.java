package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.replication.internal.domain.Held;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.Phases;
import io.github.migrationconnector.replication.internal.phase.RunThreads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that every run that has not ended is in somebody's hand, and in one only. */
public final class RunSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(RunSupervisor.class);

    private final RunStore store;
    private final Phases phases;
    private final Pauses pauses;
    private final Executor threads;
    private final Leases leases;
    private final Map<String, RunWorker> inHand = new ConcurrentHashMap<>();
    private final Map<String, RunWorker> held = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Object guard = new Object();
    private boolean stopped;

    /**
     * Makes one that has taken nothing up yet.
     *
     * @param threads run each worker; its owner ends them after {@link #stop}
     */
    public RunSupervisor(RunStore store, Phases phases, Pauses pauses, Executor threads, Leases leases) {
        this.store = store;
        this.phases = phases;
        this.pauses = pauses;
        this.threads = threads;
        this.leases = leases;
    }

    /**
     * Takes up what earlier lives of this connector left: they are over, so nobody needs to wait for their leases. Only a worker
     * of a replaced bundle that did not stop may still be at its run, in this process.
     */
    public void begin() {
        try {
            store.inherit(RunThreads.othersAtWork());
        } catch (ConnectorException e) {
            LOG.warn("what an earlier life had in hand is taken up when its leases are over: {}", e.getMessage());
        }
        takeUp();
    }

    /** Takes up every run that has not ended and that nobody has in hand: at start, and again now and then. */
    public void takeUp() {
        List<String> unfinished = store.unfinished().stream().map(RunRecord::id).toList();
        told.keySet().retainAll(unfinished);
        unfinished.forEach(this::takeUp);
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
                if (!RunThreads.alone(runId, () -> work(runId, worker))) {
                    leftOut(runId, "a worker that was to stop is still at it");
                }
            } finally {
                inHand.remove(runId);
            }
        });
    }

    private void work(String runId, RunWorker worker) {
        if (!holds(runId)) {
            return;
        }
        told.remove(runId);
        held.put(runId, worker);
        try {
            worker.run();
        } finally {
            held.remove(runId);
        }
    }

    /** It is tried each minute: what stands in the way is told once, and again when it is something else. */
    private void leftOut(String runId, String why) {
        if (!why.equals(told.put(runId, why))) {
            LOG.warn("run {} is not taken in hand: {}", runId, why);
        }
    }

    private boolean holds(String runId) {
        try {
            boolean holds = leases.hold(runId);
            // it answered: what could not be written before is no news any more
            phases.live().isWritten(runId);
            return holds;
        } catch (ConnectorException e) {
            leftOut(runId, e.getMessage());
            phases.live().cannotBeWritten(runId, e.problem().message());
            return false;
        }
    }

    /**
     * Says again which runs are in hand, lets go of those that are not any more, and takes over what others have let fall.
     * Done more often than a lease is long.
     */
    public void keep() {
        Map<String, RunWorker> before = Map.copyOf(held);
        Map<String, Held> kept = new HashMap<>();
        try {
            leases.keep().forEach(run -> kept.put(run.runId(), run));
        } catch (ConnectorException e) {
            LOG.warn("whose the runs are can't be said now: {}", e.getMessage());
            watch();
            return;
        } catch (RuntimeException e) {
            LOG.error("whose the runs are can't be said now", e);
            watch();
            return;
        }
        before.forEach((runId, worker) -> {
            try {
                look(runId, worker, Optional.ofNullable(kept.get(runId)));
            } catch (RuntimeException e) {
                // nobody said that it is ours; whatever is wrong with it must not keep the others from being looked at
                LOG.warn("run {} is let go: whose it is can't be said now", runId, e);
                worker.stop();
            }
        });
        leases.forfeited().forEach(this::takeUp);
    }

    private void look(String runId, RunWorker worker, Optional<Held> kept) {
        if (kept.isPresent()) {
            if (kept.get().cancelled()) {
                worker.wake();
            }
        } else if (held.containsKey(runId)
                && store.run(runId).stream().anyMatch(run -> !run.state().ended())) {
            LOG.warn("run {} is another connector's now", runId);
            worker.stop();
        }
    }

    /**
     * Lets go of every run that may be another connector's by now. Asks nothing of the store, and is done on a thread of its
     * own: {@link #keep} may wait for an answer for longer than a lease.
     */
    public void watch() {
        if (leases.mayBeLost()) {
            held.values().forEach(RunWorker::stop);
        }
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
