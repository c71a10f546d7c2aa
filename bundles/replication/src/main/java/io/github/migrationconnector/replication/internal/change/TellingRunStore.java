package io.github.migrationconnector.replication.internal.change;

import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.Held;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Tells of each change that a store has written. */
public final class TellingRunStore implements RunStore {
    private final RunStore store;
    private final ChangeLog log;

    public TellingRunStore(RunStore store, ChangeLog log) {
        this.store = store;
        this.log = log;
    }

    private void tell(RunRecord run) {
        log.add(Change.Kind.RUN, run.id(), run.jobId());
    }

    private void tellJob(String jobId) {
        log.add(Change.Kind.JOB, jobId, jobId);
    }

    private void tellRun(String runId, Change.Kind kind) {
        store.run(runId).ifPresent(run -> log.add(kind, run.id(), run.jobId()));
    }

    @Override
    public void add(Job job) {
        store.add(job);
        tellJob(job.id());
    }

    @Override
    public List<Job> jobs() {
        return store.jobs();
    }

    @Override
    public Optional<Job> job(String jobId) {
        return store.job(jobId);
    }

    @Override
    public Job changeJob(String jobId, JobChange change) {
        Job changed = store.changeJob(jobId, change);
        tellJob(jobId);
        return changed;
    }

    @Override
    public Optional<RunRecord> begin(RunRecord run, Instant due, Instant next) {
        Optional<RunRecord> kept = store.begin(run, due, next);
        kept.ifPresent(begun -> {
            tell(begun);
            tellJob(begun.jobId());
        });
        return kept;
    }

    @Override
    public void deleteJob(String jobId) {
        store.deleteJob(jobId);
        log.add(Change.Kind.JOB_DELETED, jobId, jobId);
    }

    @Override
    public void add(RunRecord run) {
        store.add(run);
        tell(run);
    }

    @Override
    public Optional<RunRecord> run(String runId) {
        return store.run(runId);
    }

    @Override
    public List<RunRecord> runs(String jobId) {
        return store.runs(jobId);
    }

    @Override
    public List<RunRecord> unfinished() {
        return store.unfinished();
    }

    @Override
    public List<RunRecord> withLeftovers() {
        return store.withLeftovers();
    }

    @Override
    public boolean hold(String runId, Instant now, Instant until) {
        return store.hold(runId, now, until);
    }

    @Override
    public List<Held> keep(Instant until) {
        return store.keep(until);
    }

    @Override
    public List<String> forfeited(Instant now) {
        return store.forfeited(now);
    }

    @Override
    public void inherit(Set<String> atWork) {
        store.inherit(atWork);
    }

    @Override
    public void letGo() {
        store.letGo();
    }

    @Override
    public void save(RunRecord run) {
        store.save(run);
        tell(run);
    }

    @Override
    public void saveProgress(String runId, int diskKey, TransferProgress progress) {
        store.saveProgress(runId, diskKey, progress);
        tellRun(runId, Change.Kind.PROGRESS);
    }

    @Override
    public void goesOn(String runId) {
        store.goesOn(runId);
        tellRun(runId, Change.Kind.RUN);
    }

    @Override
    public void record(RunRecord run, List<Checkpoint> checkpoints) {
        store.record(run, checkpoints);
        tell(run);
    }

    @Override
    public void end(RunRecord run, UnaryOperator<Job> outcome) {
        store.end(run, outcome);
        tell(run);
        tellJob(run.jobId());
    }

    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return store.checkpoints(jobId);
    }

    @Override
    public boolean requestCancel(String runId) {
        boolean goesOn = store.requestCancel(runId);
        tellRun(runId, Change.Kind.RUN);
        return goesOn;
    }

    @Override
    public boolean cancelRequested(String runId) {
        return store.cancelRequested(runId);
    }

    @Override
    public Set<String> cancelRequests() {
        return store.cancelRequests();
    }
}
