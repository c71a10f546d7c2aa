package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.Ending;
import io.github.migrationconnector.replication.internal.domain.Held;
import io.github.migrationconnector.replication.internal.domain.JobTransitions;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.domain.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A store that forgets with the process. */
public final class InMemoryRunStore implements RunStore {
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, RunRecord> runs = new LinkedHashMap<>();
    private final Map<String, Map<Integer, Checkpoint>> checkpoints = new HashMap<>();
    private final Set<String> cancels = new HashSet<>();

    @Override
    public synchronized void add(Job job) {
        if (jobs.values().stream().anyMatch(other -> other.vmId().equals(job.vmId()))) {
            throw Problem.fatal("JOB_EXISTS", "the VM has a job", "").asException();
        }
        jobs.put(job.id(), job);
    }

    @Override
    public synchronized List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    @Override
    public synchronized Optional<Job> job(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    @Override
    public synchronized void deleteJob(String jobId) {
        refuseActive(jobId);
        jobs.remove(jobId);
        checkpoints.remove(jobId);
        runs.values().removeIf(run -> run.jobId().equals(jobId));
    }

    @Override
    public synchronized void add(RunRecord run) {
        if (!jobs.containsKey(run.jobId())) {
            throw Problem.fatal("JOB_NOT_FOUND", "no such job", "").asException();
        }
        JobState state = jobs.get(run.jobId()).status().state();
        if (!JobTransitions.mayRun(state)) {
            throw JobTransitions.refused(state).asException();
        }
        refuseActive(run.jobId());
        runs.put(run.id(), run);
    }

    private void refuseActive(String jobId) {
        if (runs.values().stream()
                .anyMatch(run -> run.jobId().equals(jobId) && !run.state().ended())) {
            throw Problem.fatal("RUN_ACTIVE", "a run is active", "").asException();
        }
    }

    @Override
    public synchronized Optional<RunRecord> run(String runId) {
        return Optional.ofNullable(runs.get(runId));
    }

    @Override
    public synchronized List<RunRecord> runs(String jobId) {
        List<RunRecord> found = new ArrayList<>(runs.values());
        found.removeIf(run -> !run.jobId().equals(jobId));
        Collections.reverse(found);
        return found;
    }

    @Override
    public synchronized List<RunRecord> unfinished() {
        return runs.values().stream().filter(run -> !run.state().ended()).toList();
    }

    @Override
    public synchronized List<RunRecord> withLeftovers() {
        return runs.values().stream().filter(RunRecord::leftovers).toList();
    }

    /** There is one daemon only on this store. */
    @Override
    public synchronized boolean hold(String runId, Instant now, Instant until) {
        return true;
    }

    @Override
    public synchronized List<Held> keep(Instant until) {
        return unfinished().stream()
                .map(run -> new Held(run.id(), cancels.contains(run.id()) && run.ending() == Ending.NONE))
                .toList();
    }

    @Override
    public List<String> forfeited(Instant now) {
        return List.of();
    }

    @Override
    public void inherit(Set<String> atWork) {
        // nobody held anything
    }

    @Override
    public void letGo() {
        // nobody waits for it
    }

    @Override
    public synchronized void save(RunRecord run) {
        if (!runs.containsKey(run.id())) {
            throw new IllegalStateException("no such run: " + run.id());
        }
        runs.put(run.id(), run);
    }

    @Override
    public synchronized void saveProgress(String runId, int diskKey, TransferProgress progress) {
        runs.computeIfPresent(
                runId,
                (id, run) -> run.changeDisks(disk -> disk.disk().key() == diskKey
                        ? new DiskRecord(disk.disk(), disk.plan(), progress, disk.encrypted())
                        : disk));
    }

    @Override
    public synchronized void record(RunRecord run, List<Checkpoint> pairs) {
        save(run);
        pairs.forEach(pair ->
                checkpoints.computeIfAbsent(run.jobId(), id -> new HashMap<>()).put(pair.diskKey(), pair));
    }

    @Override
    public synchronized void end(RunRecord run, UnaryOperator<Job> outcome) {
        save(run);
        jobs.put(run.jobId(), outcome.apply(jobs.get(run.jobId())));
    }

    @Override
    public synchronized Job changeJob(String jobId, JobChange change) {
        if (!jobs.containsKey(jobId)) {
            throw Problem.fatal("JOB_NOT_FOUND", "no such job", "").asException();
        }
        Job changed = change.of(
                jobs.get(jobId),
                runs.values().stream()
                        .anyMatch(
                                run -> run.jobId().equals(jobId) && !run.state().ended()));
        jobs.put(jobId, changed);
        return changed;
    }

    @Override
    public synchronized Optional<RunRecord> begin(RunRecord run, Instant due, Instant next) {
        Job job = jobs.get(run.jobId());
        if (job == null || !job.status().nextRunAt().equals(due) || !JobTransitions.mayBegin(job.status())) {
            return Optional.empty();
        }
        boolean active = runs.values().stream()
                .anyMatch(other ->
                        other.jobId().equals(job.id()) && !other.state().ended());
        if (active && next.equals(Timetable.NEVER)) {
            return Optional.empty();
        }
        JobStatus now = job.status();
        jobs.put(
                job.id(),
                job.with(new JobStatus(now.state(), now.paused(), now.notice(), next, now.failures(), now.revision())));
        RunRecord kept = active ? run.missed(run.times().startedAt()) : run;
        runs.put(kept.id(), kept);
        return Optional.of(kept);
    }

    @Override
    public synchronized void goesOn(String runId) {
        runs.computeIfPresent(runId, (id, run) -> run.goingOn());
    }

    @Override
    public synchronized List<Checkpoint> checkpoints(String jobId) {
        return List.copyOf(checkpoints.getOrDefault(jobId, Map.of()).values());
    }

    @Override
    public synchronized boolean requestCancel(String runId) {
        boolean goesOn = runs.containsKey(runId) && !runs.get(runId).state().ended();
        return goesOn && (cancels.add(runId) || goesOn);
    }

    @Override
    public synchronized boolean cancelRequested(String runId) {
        return cancels.contains(runId);
    }

    @Override
    public synchronized Set<String> cancelRequests() {
        return cancels.stream()
                .filter(id -> runs.containsKey(id) && !runs.get(id).state().ended())
                .collect(Collectors.toSet());
    }

    synchronized Optional<RunRecord> youngest() {
        return runs.values().stream().reduce((earlier, later) -> later);
    }

    public synchronized List<RunRecord> all() {
        return List.copyOf(runs.values());
    }

    synchronized List<Checkpoint> allCheckpoints() {
        return checkpoints.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .toList();
    }
}
