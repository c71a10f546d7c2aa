package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.CleanUp;
import io.github.migrationconnector.replication.internal.phase.LiveProgress;
import io.github.migrationconnector.replication.internal.phase.OldTransfers;
import io.github.migrationconnector.replication.internal.phase.Phases;
import io.github.migrationconnector.replication.internal.phase.Services;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What people ask of replication: jobs, and runs of them. */
public final class JobCatalog implements Replication {
    private static final int ID_BYTES = 8;

    private final RunStore store;
    private final Services services;
    private final RunSupervisor supervisor;
    private final CleanUp cleanUp;
    private final OldTransfers oldTransfers;
    private final Clock clock;
    private final RunViews views;
    private final SecureRandom random = new SecureRandom();

    /**
     * Makes one.
     *
     * @param live how far the transfers are right now
     */
    public JobCatalog(RunStore store, Services services, Workshop workshop, Clock clock, LiveProgress live) {
        this.store = store;
        this.services = services;
        this.supervisor = workshop.supervisor();
        this.cleanUp = workshop.phases().cleanUp();
        this.oldTransfers = workshop.phases().oldTransfers();
        this.clock = clock;
        this.views = new RunViews(live);
    }

    /**
     * Who does the work.
     *
     * @param supervisor brings runs to their ends
     * @param phases remove what they leave
     */
    public record Workshop(RunSupervisor supervisor, Phases phases) {}

    @Override
    public Job create(JobSpec spec) {
        Vm vm = services.inventory().find(spec.vm()).orElseThrow(() -> Problem.fatal(
                        "VM_NOT_FOUND",
                        "vCenter shows no VM \"" + spec.vm() + "\"",
                        "Take an id, path or name from the inventory.")
                .asException());
        Job job = new Job(id("sms-job-"), vm.id(), vm.name(), spec, clock.instant(), "");
        store.add(job);
        return job;
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
    public void delete(String jobId) {
        if (store.job(jobId).isEmpty()) {
            throw noJob(jobId).asException();
        }
        // a job that is forgotten takes with it the knowledge of what its runs have left
        for (RunRecord run : store.runs(jobId)) {
            if (run.leftovers()) {
                cleanUp.sweep(run);
            }
        }
        // not while a run builds on them: the store refuses then
        if (store.runs(jobId).stream().allMatch(run -> run.state().ended())) {
            oldTransfers.discardAll(jobId);
        }
        store.deleteJob(jobId);
    }

    @Override
    public Job update(String jobId, JobSpec spec, long revision) {
        throw notYet();
    }

    @Override
    public Job pause(String jobId) {
        throw notYet();
    }

    @Override
    public Job resume(String jobId) {
        throw notYet();
    }

    @Override
    public Run cutOver(String jobId, CutOver how) {
        throw notYet();
    }

    @Override
    public void powerOn(String jobId) {
        throw notYet();
    }

    @Override
    public void lookAgain(String runId) {
        supervisor.wake(runId);
    }

    private static ConnectorException notYet() {
        return Problem.fatal("NOT_OFFERED", "this version can't do that", "Update the connector.")
                .asException();
    }

    @Override
    public Run start(String jobId, String description) {
        RunRecord run = RunRecord.pending(id("sms-run-"), jobId, clock.instant());
        store.add(run);
        supervisor.takeUp(run.id());
        return views.of(run);
    }

    @Override
    public List<Run> runs(String jobId) {
        if (store.job(jobId).isEmpty()) {
            throw noJob(jobId).asException();
        }
        return store.runs(jobId).stream().map(views::of).toList();
    }

    @Override
    public Optional<Run> run(String runId) {
        return store.run(runId).map(views::of);
    }

    @Override
    public void cancel(String runId) {
        if (!store.requestCancel(runId)) {
            if (store.run(runId).isEmpty()) {
                throw Problem.fatal("RUN_NOT_FOUND", "there is no run " + runId, "Take an id from the list of runs.")
                        .asException();
            }
            throw Problem.fatal("RUN_ENDED", "run " + runId + " has ended already", "")
                    .asException();
        }
        supervisor.wake(runId);
    }

    private static Problem noJob(String jobId) {
        return Problem.fatal("JOB_NOT_FOUND", "there is no job " + jobId, "Take an id from the list of jobs.");
    }

    private String id(String prefix) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}
