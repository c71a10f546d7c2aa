package io.github.migrationconnector.replication.internal.store;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.Held;
import io.github.migrationconnector.replication.internal.domain.Holder;
import io.github.migrationconnector.replication.internal.domain.JobTransitions;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.domain.Timetable;
import io.github.migrationconnector.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** Jobs and runs in the connector's database. */
public final class SqlRunStore implements RunStore {
    private static final String OWNER = "replication";
    private static final String TABLES = "io/github/migrationconnector/replication/tables";

    private final Database database;
    private final JobTable jobs = new JobTable();
    private final RunTable runs = new RunTable();
    private final DiskTable disks = new DiskTable();
    private final CheckpointTable checkpoints = new CheckpointTable();
    private final LeaseTable leases;

    /**
     * Brings the tables up to date.
     *
     * @param me on whose behalf runs are held and written
     */
    public SqlRunStore(Database database, Holder me) {
        this.database = database;
        leases = new LeaseTable(me);
        database.migrate(OWNER, SqlRunStore.class.getClassLoader(), TABLES);
    }

    @Override
    public void add(Job job) {
        write(handle -> {
            jobs.ofVm(handle, job.vmId()).ifPresent(other -> {
                throw Problem.fatal(
                                "JOB_EXISTS",
                                other.vmName() + " has a job already: " + other.id(),
                                "Start a run of that job, or delete it first.")
                        .asException();
            });
            jobs.insert(handle, job);
        });
    }

    @Override
    public List<Job> jobs() {
        return database.read(jobs::all);
    }

    @Override
    public Optional<Job> job(String jobId) {
        return database.read(handle -> jobs.find(handle, jobId));
    }

    @Override
    public void deleteJob(String jobId) {
        write(handle -> {
            refuseActive(handle, jobId);
            jobs.delete(handle, jobId);
        });
    }

    @Override
    public void add(RunRecord run) {
        write(handle -> {
            Job job = jobs.find(handle, run.jobId()).orElseThrow(() -> noJob(run.jobId()));
            JobState state = job.status().state();
            if (!JobTransitions.mayRun(state)) {
                throw JobTransitions.refused(state).asException();
            }
            refuseActive(handle, run.jobId());
            runs.insert(handle, run);
        });
    }

    private void refuseActive(Handle handle, String jobId) {
        if (runs.hasUnfinished(handle, jobId)) {
            throw Problem.fatal(
                            "RUN_ACTIVE",
                            "a run of " + jobId + " has not ended yet",
                            "Wait for its end, or call it off.")
                    .asException();
        }
    }

    @Override
    public Optional<RunRecord> run(String runId) {
        return database.read(handle -> runs.find(handle, runId));
    }

    @Override
    public List<RunRecord> runs(String jobId) {
        return database.read(
                handle -> runs.select(handle, "where job_id = :jobId order by number desc", Map.of("jobId", jobId)));
    }

    @Override
    public List<RunRecord> unfinished() {
        return database.read(handle ->
                runs.select(handle, "where state in ('PENDING', 'ACTIVE', 'DELETING') order by number", Map.of()));
    }

    @Override
    public List<RunRecord> withLeftovers() {
        return database.read(handle -> runs.select(handle, "where leftovers order by number", Map.of()));
    }

    @Override
    public boolean hold(String runId, Instant now, Instant until) {
        return database.write(handle -> leases.hold(handle, runId, now, until));
    }

    @Override
    public List<Held> keep(Instant until) {
        return database.write(handle -> leases.keep(handle, until));
    }

    @Override
    public List<String> forfeited(Instant now) {
        return database.read(handle -> leases.forfeited(handle, now));
    }

    @Override
    public void inherit(Set<String> atWork) {
        write(handle -> leases.inherit(handle, atWork));
    }

    @Override
    public void letGo() {
        write(leases::letGo);
    }

    @Override
    public void save(RunRecord run) {
        write(handle -> runs.update(handle, run, leases.life()));
    }

    @Override
    public void saveProgress(String runId, int diskKey, TransferProgress progress) {
        write(handle -> {
            runs.require(handle, runId, leases.life());
            disks.writeProgress(handle, runId, diskKey, progress);
        });
    }

    @Override
    public void goesOn(String runId) {
        write(handle -> {
            runs.require(handle, runId, leases.life());
            runs.goesOn(handle, runId);
        });
    }

    @Override
    public void record(RunRecord run, List<Checkpoint> pairs) {
        write(handle -> {
            runs.update(handle, run, leases.life());
            pairs.forEach(pair -> checkpoints.put(handle, run.jobId(), pair));
        });
    }

    @Override
    public void end(RunRecord run, UnaryOperator<Job> outcome) {
        write(handle -> {
            runs.end(handle, run, leases.life());
            jobs.update(handle, outcome.apply(jobs.find(handle, run.jobId()).orElseThrow()));
        });
    }

    @Override
    public Job changeJob(String jobId, JobChange change) {
        return database.write(handle -> {
            Job changed = change.of(
                    jobs.find(handle, jobId).orElseThrow(() -> noJob(jobId)), runs.hasUnfinished(handle, jobId));
            jobs.update(handle, changed);
            return changed;
        });
    }

    @Override
    public Optional<RunRecord> begin(RunRecord run, Instant due, Instant next) {
        return database.write(handle -> {
            boolean stands = jobs.find(handle, run.jobId())
                    .filter(job -> JobTransitions.mayBegin(job.status()))
                    .isPresent();
            boolean active = runs.hasUnfinished(handle, run.jobId());
            boolean waits = active && next.equals(Timetable.NEVER);
            if (!stands || waits || !jobs.moveOn(handle, run.jobId(), due, next)) {
                return Optional.empty();
            }
            RunRecord kept = active ? run.missed(run.times().startedAt()) : run;
            runs.insert(handle, kept);
            return Optional.of(kept);
        });
    }

    private static ConnectorException noJob(String jobId) {
        return Problem.fatal("JOB_NOT_FOUND", "there is no job " + jobId, "Take an id from the list of jobs.")
                .asException();
    }

    @Override
    public List<Checkpoint> checkpoints(String jobId) {
        return database.read(handle -> checkpoints.of(handle, jobId));
    }

    @Override
    public boolean requestCancel(String runId) {
        return database.write(handle -> runs.requestCancel(handle, runId));
    }

    @Override
    public boolean cancelRequested(String runId) {
        return database.read(handle -> runs.cancelRequested(handle, runId));
    }

    @Override
    public Set<String> cancelRequests() {
        return database.read(runs::cancelRequests);
    }

    private void write(Consumer<Handle> work) {
        boolean unused = database.write(handle -> {
            work.accept(handle);
            return true;
        });
    }
}
