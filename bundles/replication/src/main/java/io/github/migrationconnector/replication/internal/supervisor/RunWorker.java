package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.Course;
import io.github.migrationconnector.replication.internal.domain.Ending;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.Phases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Brings one run to its end, phase by phase. What is on disk is the only truth: it is read again before each step, so a
 * worker that takes up a run of a daemon that was killed does the same as the one that began it.
 */
final class RunWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);

    private static final String OWN_FAULT = "INTERNAL_ERROR";
    private static final Notice LEFT_OVER = new Notice(
            "RUN_LEFT_OVER",
            List.of(),
            "Something that this run has made could not be removed yet; it is tried again.",
            "");

    /** EBS gives a pending snapshot up after three days at most (StartSnapshot, Timeout); the retired service after four. */
    static final Duration LONGEST_WAIT = Duration.ofDays(4);

    private final String runId;
    private final RunStore store;
    private final Phases phases;
    private final Pauses pauses;
    private final RetryPolicy retries = new RetryPolicy();

    private final Object guard = new Object();
    private Optional<Thread> thread = Optional.empty();
    private boolean stopping;
    private boolean cleaning;
    private Progress last = new Progress(RunPhase.CHECKING, Ending.NONE, 0);

    /** What must have grown for earlier failures to be forgiven. */
    private record Progress(RunPhase phase, Ending ending, long blocksDone) {
        boolean isBeyond(Progress earlier) {
            return phase != earlier.phase || ending != earlier.ending || blocksDone > earlier.blocksDone;
        }

        static Progress of(RunRecord run) {
            long blocks = run.disks().stream()
                    .mapToLong(disk -> disk.progress().blocksDone())
                    .sum();
            return new Progress(run.phase(), run.ending(), blocks);
        }
    }

    RunWorker(String runId, RunStore store, Phases phases, Pauses pauses) {
        this.runId = runId;
        this.store = store;
        this.phases = phases;
        this.pauses = pauses;
    }

    @Override
    public void run() {
        synchronized (guard) {
            thread = Optional.of(Thread.currentThread());
        }
        try {
            name();
            work();
        } catch (ConnectorException e) {
            // the store failed us, so not even the reason can be written; the supervisor takes the run up again
            LOG.warn("run {} is left where it is: {}", runId, e.getMessage());
            if (!e.problem().code().equals(RunStore.TAKEN_OVER)) {
                phases.live().cannotBeWritten(runId, e.problem().message());
            }
        } catch (RuntimeException e) {
            LOG.error("run {} is left where it is", runId, e);
        } finally {
            synchronized (guard) {
                thread = Optional.empty();
                // whatever was meant for this run must not reach the next one on this thread
                Thread.interrupted();
            }
            MDC.clear();
        }
    }

    /**
     * Wakes the worker, so that it sees that its run was called off. A clean-up is not disturbed: it is what the caller
     * wants, and files that are open under an interrupt would be closed.
     */
    void wake() {
        synchronized (guard) {
            if (!cleaning) {
                thread.ifPresent(Thread::interrupt);
            }
        }
    }

    /** Lets go of the run where it is. */
    void stop() {
        synchronized (guard) {
            stopping = true;
            thread.ifPresent(Thread::interrupt);
        }
    }

    /** Whatever is logged on this thread says which run, job and VM it belongs to. */
    private void name() {
        MDC.put("run", runId);
        store.run(runId).flatMap(run -> store.job(run.jobId())).ifPresent(job -> {
            MDC.put("job", job.id());
            MDC.put("vm", job.vmId());
        });
    }

    private void work() {
        boolean wentOn = false;
        while (!isStopping() && !retries.letsGo()) {
            Optional<RunRecord> found = store.run(runId);
            if (found.isEmpty()) {
                return;
            }
            if (found.get().state().ended()) {
                phases.live().isWritten(runId);
                discardSuperseded(found.get());
                return;
            }
            RunRecord run = wentOn ? found.get().goingOn() : found.get();
            wentOn = false;
            try {
                step(run);
                wentOn = true;
                phases.live().isWritten(runId);
            } catch (InterruptedException e) {
                LOG.debug("run {} was woken in {}", runId, run.phase());
            } catch (ConnectorException e) {
                if (e.problem().code().equals(RunStore.TAKEN_OVER)) {
                    LOG.warn("run {} is let go in {}: {}", runId, run.phase(), e.getMessage());
                    return;
                }
                handle(e.problem(), e);
            } catch (LinkageError e) {
                // a bundle below was swapped under the call (its old classes can't be loaded any more): do it again
                handle(Problem.passing("SERVICE_REPLACED", "a service was replaced during " + run.phase(), ""), e);
            } catch (RuntimeException e) {
                handle(
                        Problem.fatal(
                                OWN_FAULT,
                                "an unexpected failure in " + run.phase() + ": "
                                        + e.getClass().getSimpleName(),
                                "Send the log to the connector's maintainers."),
                        e);
            }
        }
    }

    /** What fails here is done by the housekeeper, or after the job's next run. */
    private void discardSuperseded(RunRecord run) {
        if (!run.recorded()) {
            return;
        }
        try {
            cleaning();
            phases.oldTransfers().discardSuperseded(run.jobId());
            phases.retention().apply(run.jobId());
        } catch (InterruptedException e) {
            LOG.debug("what {} does not keep stays for now", run.jobId());
        } catch (ConnectorException e) {
            LOG.warn("what {} does not keep can't be removed yet: {}", run.jobId(), e.getMessage());
        }
    }

    private void step(RunRecord run) throws InterruptedException {
        forgiveAfterProgress(run);
        if (run.ending() == Ending.NONE && store.cancelRequested(runId)) {
            LOG.info("run {} is called off in {}", runId, run.phase());
            Thread.interrupted();
            store.save(run.ending(Ending.CANCELLING));
            return;
        }
        if (run.ending() != Ending.CANCELLING && run.state() == RunState.PENDING) {
            store.save(run.taken());
            return;
        }
        if (!run.hasEntered()) {
            store.save(run.entered(phases.now()));
            return;
        }
        switch (run.ending()) {
            case NONE -> {
                LOG.info("run {}: {}", runId, run.phase());
                phases.step(run.phase()).act(run);
            }
            case FAILING, CANCELLING -> {
                cleaning();
                phases.cleanUp().act(run);
            }
        }
    }

    /** From here on nothing but a stop interrupts; a call that was late is forgotten. */
    private void cleaning() throws InterruptedException {
        synchronized (guard) {
            cleaning = true;
            boolean late = Thread.interrupted();
            if (late && stopping) {
                throw new InterruptedException();
            }
        }
    }

    private void handle(Problem problem, Throwable cause) {
        if (isStopping()) {
            // the stop's interrupt may be all that failed: whoever takes the run up does the phase again
            LOG.info("run {} is let go over {}", runId, problem.code(), cause);
            return;
        }
        RunRecord found = store.run(runId).orElseThrow();
        if (found.ending() == Ending.NONE && store.cancelRequested(runId)) {
            LOG.info("run {} meets {} when it is called off", runId, problem.code(), cause);
            return;
        }
        RunRecord run = forgiveAfterProgress(found) ? found.goingOn() : found;
        Course.Waiting before = run.course().waiting();
        retries.hasWaited(problem, before.waits() ? Duration.between(before.since(), phases.now()) : Duration.ZERO);
        Optional<Duration> pause = retries.pauseAfter(problem, run.phase());
        if (pause.isPresent() && !hasWaitedTooLong(run, problem)) {
            LOG.warn("run {} meets {} in {}, again in {}", runId, problem.code(), run.phase(), pause.get(), cause);
            store.save(isWait(problem) ? run.waitingFor(problem, phases.now()) : run.and(problem));
            if (!retries.letsGo()) {
                pause(pause.get());
            }
            return;
        }
        // nothing is waited for any more: the run is brought to its end by this worker
        retries.progress();
        // vCenter, AWS or a guest may fail a run and the connector be well: an error in the log is its own fault
        LOG.atLevel(problem.code().equals(OWN_FAULT) ? Level.ERROR : Level.WARN)
                .setCause(cause)
                .log("run {} fails with {} in {}", runId, problem.code(), run.phase());
        switch (run.ending()) {
            case NONE -> store.save(run.and(problem).ending(Ending.FAILING));
            case FAILING, CANCELLING -> phases.cleanUp().giveUp(run.and(problem).and(LEFT_OVER));
        }
    }

    /** What is over only when somebody, or time, has helped: nothing that the run has done is thrown away meanwhile. */
    private static boolean isWait(Problem problem) {
        return switch (problem.retry()) {
            case ON_RESUME, WHEN_FREE -> true;
            case NEVER, SOON -> false;
        };
    }

    private boolean hasWaitedTooLong(RunRecord run, Problem problem) {
        Course.Waiting waiting = run.course().waiting();
        return isWait(problem)
                && waiting.waits()
                && waiting.since().plus(LONGEST_WAIT).isBefore(phases.now());
    }

    private boolean forgiveAfterProgress(RunRecord run) {
        Progress now = Progress.of(run);
        boolean beyond = now.isBeyond(last);
        if (beyond) {
            last = now;
            retries.progress();
        }
        return beyond;
    }

    private void pause(Duration length) {
        try {
            pauses.pause(length);
        } catch (InterruptedException e) {
            LOG.debug("run {} was woken", runId);
        }
    }

    private boolean isStopping() {
        synchronized (guard) {
            return stopping;
        }
    }
}
