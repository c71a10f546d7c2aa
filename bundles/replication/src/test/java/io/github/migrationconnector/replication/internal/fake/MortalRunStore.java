package io.github.migrationconnector.replication.internal.fake;

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

/** A store as one life of the daemon sees it: each write is a step at which that life may end. */
record MortalRunStore(RunStore store, Life life) implements RunStore {
    private RunStore alive() {
        if (life.isOver()) {
            throw new Killed("reading");
        }
        return store;
    }

    @Override
    public void add(Job job) {
        life.around("store.add(job)", () -> store.add(job));
    }

    @Override
    public List<Job> jobs() {
        return alive().jobs();
    }

    @Override
    public Optional<Job> job(String jobId) {
        return alive().job(jobId);
    }

    @Override
    public void deleteJob(String jobId) {
        life.around("store.deleteJob", () -> store.deleteJob(jobId));
    }

    @Override
    public void add(RunRecord run) {
        life.around("store.add(run)", () -> store.add(run));
    }

    @Override
    public Optional<RunRecord> run(String runId) {
        return alive().run(runId);
    }

    @Override
    public List<RunRecord> runs(String jobId) {
        return alive().runs(jobId);
    }

    @Override
    public List<RunRecord> unfinished() {
        return alive().unfinished();
    }

    @Override
    public List<RunRecord> withLeftovers() {
        return alive().withLeftovers();
    }

    @Override
    public boolean hold(String runId, Instant now, Instant until) {
        return alive().hold(runId, now, until);
    }

    @Override
    public List<Held> keep(Instant until) {
        return alive().keep(until);
    }

    @Override
    public List<String> forfeited(Instant now) {
        return alive().forfeited(now);
    }

    @Override
    public void inherit(Set<String> atWork) {
        alive().inherit(atWork);
    }

    @Override
    public void letGo() {
        alive().letGo();
    }

    @Override
    public void save(RunRecord run) {
        life.around("store.save", () -> store.save(run));
    }

    @Override
    public void saveProgress(String runId, int diskKey, TransferProgress progress) {
        life.around("store.saveProgress", () -> store.saveProgress(runId, diskKey, progress));
    }

    @Override
    public void record(RunRecord run, List<Checkpoint> checkpoints) {
        life.around("store.record", () -> store.record(run, checkpoints));
    }

    @Override
    public void end(RunRecord run, UnaryOperator<Job> outcome) {
        life.around("store.end", () -> store.end(run, outcome));
    }

    @Override
    public Job changeJob(String jobId, JobChange change) {
        return life.around("store.changeJob", () -> store.changeJob(jobId, change));
    }

    @Override
    public Optional<RunRecord> begin(RunRecord run, Instant due, Instant next) {
        return life.around("store.begin", () -> store.begin(run, due, next));
    }

    @Override
    public void goesOn(String runId) {
        life.around("store.goesOn", () -> store.goesOn(runId));
    }

    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return alive().checkpoints(jobId);
    }

    @Override
    public boolean requestCancel(String runId) {
        return life.around("store.requestCancel", () -> store.requestCancel(runId));
    }

    @Override
    public boolean cancelRequested(String runId) {
        return alive().cancelRequested(runId);
    }

    @Override
    public Set<String> cancelRequests() {
        return alive().cancelRequests();
    }
}
