package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.replication.internal.domain.Course;
import io.github.migrationconnector.replication.internal.domain.JobEvent;
import io.github.migrationconnector.replication.internal.domain.JobTransitions;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.domain.ServerNames;
import io.github.migrationconnector.replication.internal.domain.Timetable;
import io.github.migrationconnector.replication.internal.phase.LiveProgress;
import io.github.migrationconnector.replication.internal.phase.Machines;
import io.github.migrationconnector.replication.internal.phase.Services;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people ask of replication: jobs, and runs of them. */
public final class JobCatalog implements Replication {
    private final RunStore store;
    private final Services services;
    private final Machines machines;
    private final RunSupervisor supervisor;
    private final JobRemoval removal;
    private final ServerNames names;
    private final Clock clock;
    private final RunViews views;
    private final Ids ids = new Ids();

    /**
     * Makes one.
     *
     * @param live how far the transfers are right now
     */
    public JobCatalog(RunStore store, Services services, Workshop workshop, Clock clock, LiveProgress live) {
        this.store = store;
        this.services = services;
        this.machines = new Machines(services);
        this.supervisor = workshop.supervisor();
        this.removal = workshop.removal();
        this.names = workshop.names();
        this.clock = clock;
        this.views = new RunViews(live, store);
    }

    /**
     * Who does the work.
     *
     * @param supervisor brings runs to their ends
     * @param removal forgets jobs
     * @param names knows the catalog's ids
     */
    public record Workshop(RunSupervisor supervisor, JobRemoval removal, ServerNames names) {}

    @Override
    public Job create(JobSpec spec) {
        refuseFarStart(spec.schedule());
        Optional<String> listed = names.vmOf(spec.vm());
        Vm vm = services.inventory()
                .find(listed.orElse(spec.vm()))
                // a catalog that was imported from another vCenter knows other machines by the same ids
                .filter(found -> listed.isEmpty() || Machines.isServer(found, spec.vm()))
                .orElseThrow(() -> Problem.fatal(
                                "VM_NOT_FOUND",
                                "vCenter shows no VM \"" + spec.vm() + "\"",
                                "Take an id, path or name from the inventory, or import the catalog again.")
                        .asException());
        Instant now = clock.instant();
        JobStatus status =
                new JobStatus(JobState.PENDING, false, Notice.NONE, Timetable.first(spec.schedule(), now), 0, 1);
        Job job = new Job(
                ids.job(),
                vm.id(),
                vm.name(),
                spec,
                now,
                "",
                names.serverOf(vm.id()).orElse(""),
                status,
                Machines.identity(vm));
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
    public Job update(String jobId, JobSpec spec, long revision) {
        refuseFarStart(spec.schedule());
        Instant now = clock.instant();
        return store.changeJob(jobId, (job, running) -> {
            JobStatus status = job.status();
            if (revision != ANY_REVISION && revision != status.revision()) {
                throw Problem.fatal(
                                "JOB_CHANGED",
                                "somebody else has changed the job meanwhile",
                                "Look at it again, and change it then.")
                        .asException();
            }
            if (running) {
                refuseOtherEncryption(job.spec().image(), spec.image());
            }
            boolean rescheduled = !job.spec().schedule().equals(spec.schedule());
            JobState state = rescheduled ? JobTransitions.change(status.state(), JobEvent.RESCHEDULED) : status.state();
            if (!JobTransitions.mayRun(state)) {
                throw JobTransitions.refused(state).asException();
            }
            Instant next = rescheduled ? Timetable.first(spec.schedule(), now) : status.nextRunAt();
            JobSpec sameVm = new JobSpec(
                    job.spec().vm(),
                    spec.description(),
                    spec.quiesce(),
                    spec.bytesPerSecond(),
                    spec.schedule(),
                    spec.image());
            return job.with(sameVm)
                    .with(new JobStatus(
                            state, status.paused(), status.notice(), next, status.failures(), status.revision() + 1));
        });
    }

    /** A run asks for it at each attempt, and records it at its end for all later ones: it must be one and the same. */
    private static void refuseOtherEncryption(ImageOptions inForce, ImageOptions asked) {
        if (inForce.encrypted() != asked.encrypted() || !inForce.kmsKeyId().equals(asked.kmsKeyId())) {
            throw Problem.fatal(
                            "RUN_ACTIVE",
                            "encryption and KMS key can't change while a run of the job has not ended",
                            "Wait for its end, or call it off, and change them then.")
                    .asException();
        }
    }

    @Override
    public Job pause(String jobId) {
        return store.changeJob(jobId, job -> {
            JobStatus status = job.status();
            if (!JobTransitions.mayRun(status.state())) {
                throw JobTransitions.refused(status.state()).asException();
            }
            return job.with(new JobStatus(
                    status.state(),
                    true,
                    status.notice(),
                    status.nextRunAt(),
                    status.failures(),
                    status.revision() + 1));
        });
    }

    @Override
    public Job resume(String jobId) {
        Instant now = clock.instant();
        return store.changeJob(jobId, job -> {
            JobStatus status = job.status();
            JobState state = JobTransitions.change(status.state(), JobEvent.RESUMED);
            // what fell due in the pause is one run, now; what failed is tried anew
            Instant next = status.nextRunAt().equals(Timetable.NEVER) && JobTransitions.followsItsSchedule(state)
                    ? Timetable.first(job.spec().schedule(), now)
                    : status.nextRunAt();
            return job.with(new JobStatus(state, false, Notice.NONE, next, 0, status.revision() + 1));
        });
    }

    @Override
    public void delete(String jobId) {
        store.changeJob(jobId, job -> {
            JobStatus status = job.status();
            return job.with(new JobStatus(
                    JobTransitions.change(status.state(), JobEvent.DELETE_ASKED),
                    status.paused(),
                    status.notice(),
                    Timetable.NEVER,
                    status.failures(),
                    status.revision() + 1));
        });
        for (RunRecord run : store.runs(jobId)) {
            if (store.requestCancel(run.id())) {
                supervisor.wake(run.id());
            }
        }
        boolean unused = removal.finish(jobId);
    }

    @Override
    public Run start(String jobId, String description) {
        return start(jobId, Course.Origin.onDemand(clock.instant(), description));
    }

    private Run start(String jobId, Course.Origin origin) {
        RunRecord run = RunRecord.pending(ids.run(), jobId, origin, clock.instant());
        store.add(run);
        supervisor.takeUp(run.id());
        return views.of(run);
    }

    @Override
    public Run cutOver(String jobId, CutOver how) {
        return start(jobId, Course.Origin.cutOver(clock.instant(), how));
    }

    @Override
    public void powerOn(String jobId) {
        Job job = store.job(jobId).orElseThrow(() -> noJob(jobId).asException());
        if (store.runs(jobId).stream().anyMatch(run -> !run.state().ended())) {
            throw Problem.fatal(
                            "RUN_ACTIVE",
                            "a run of " + jobId + " has not ended yet",
                            "Wait for its end, or call it off.")
                    .asException();
        }
        Vm vm = machines.of(job);
        services.power().powerOn(vm.id());
    }

    @Override
    public void lookAgain(String runId) {
        if (store.run(runId).isEmpty()) {
            throw noRun(runId).asException();
        }
        supervisor.wake(runId);
    }

    @Override
    public List<Run> runs(String jobId) {
        if (store.job(jobId).isEmpty()) {
            throw noJob(jobId).asException();
        }
        return store.runs(jobId).stream().map(views::of).toList();
    }

    @Override
    public List<Run> active() {
        Set<String> calledOff = store.cancelRequests();
        return store.unfinished().stream()
                .map(run -> views.of(run, calledOff::contains))
                .toList();
    }

    @Override
    public Optional<Run> run(String runId) {
        return store.run(runId).map(views::of);
    }

    @Override
    public void cancel(String runId) {
        if (!store.requestCancel(runId)) {
            if (store.run(runId).isEmpty()) {
                throw noRun(runId).asException();
            }
            throw Problem.fatal("RUN_ENDED", "run " + runId + " has ended already", "")
                    .asException();
        }
        supervisor.wake(runId);
    }

    private static Problem noJob(String jobId) {
        return Problem.fatal("JOB_NOT_FOUND", "there is no job " + jobId, "Take an id from the list of jobs.");
    }

    private static Problem noRun(String runId) {
        return Problem.fatal("RUN_NOT_FOUND", "there is no run " + runId, "Take an id from the list of runs.");
    }

    private void refuseFarStart(Schedule schedule) {
        Instant start = schedule instanceof Schedule.Every every
                ? every.start()
                : schedule instanceof Schedule.Once once ? once.at() : Instant.EPOCH;
        if (start.isAfter(clock.instant().plus(Schedule.FARTHEST_START))) {
            throw Problem.fatal(
                            "JOB_START_TOO_FAR",
                            "the first run would begin more than " + Schedule.FARTHEST_START.toDays() + " days ahead",
                            "Let it begin sooner.")
                    .asException();
        }
    }
}
