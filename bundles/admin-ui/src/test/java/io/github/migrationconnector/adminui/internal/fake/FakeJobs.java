package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferStage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Jobs and runs in memory; what was asked for is noted. */
public final class FakeJobs implements Replication {
    public static final Instant THEN = Instant.parse("2026-03-04T05:06:07Z");

    public final List<Job> jobs = new ArrayList<>();
    public final List<Run> runs = new ArrayList<>();
    public final List<String> asked = new ArrayList<>();

    /** How often all jobs were asked for. */
    public int lists;

    public int single;

    /** VMs that no job is made for. */
    public final Set<String> refused = new HashSet<>();

    /** A run with one disk, some of whose blocks are done. */
    public static Run run(String id, String jobId, RunState state, long blocksDone) {
        RunDisk disk = new RunDisk(
                2000,
                "Hard disk 1",
                1L << 30,
                "full: first run",
                "snap-1",
                new TransferProgress(
                        TransferStage.STREAMING, "snap-1", 524_288, 2_048, blocksDone, blocksDone / 2, 0, 0));
        return new Run(
                id,
                jobId,
                state,
                state == RunState.COMPLETED ? RunPhase.FINISHED : RunPhase.TRANSFERRING,
                THEN,
                state.ended() ? THEN.plusSeconds(3_700) : Instant.EPOCH,
                List.of(disk),
                state == RunState.COMPLETED ? "ami-1" : "",
                state == RunState.FAILED ? List.of(Problem.passing("BUSY", "It was <busy>.", "Wait.")) : List.of(),
                List.of());
    }

    @Override
    public synchronized Job create(JobSpec spec) {
        if (refused.contains(spec.vm())) {
            throw Problem.fatal("JOB_REFUSED", "No.", "Another day.").asException();
        }
        Job job = new Job("sms-job-" + (jobs.size() + 1), spec.vm(), "name of " + spec.vm(), spec, THEN, "");
        jobs.add(job);
        asked.add("create " + spec);
        return job;
    }

    @Override
    public List<Job> jobs() {
        lists++;
        return List.copyOf(jobs);
    }

    @Override
    public Optional<Job> job(String jobId) {
        return jobs.stream().filter(job -> job.id().equals(jobId)).findFirst();
    }

    @Override
    public Job update(String jobId, JobSpec spec, long revision) {
        Job before = job(jobId).orElseThrow();
        if (revision != before.status().revision()) {
            throw Problem.fatal("JOB_CHANGED", "Somebody was faster.", "Look.").asException();
        }
        asked.add("update " + jobId);
        JobStatus status = before.status();
        Job after = before.with(spec)
                .with(new JobStatus(
                        status.state(),
                        status.paused(),
                        status.notice(),
                        status.nextRunAt(),
                        status.failures(),
                        revision + 1));
        jobs.set(jobs.indexOf(before), after);
        return after;
    }

    @Override
    public Job pause(String jobId) {
        asked.add("pause " + jobId);
        return job(jobId).orElseThrow();
    }

    @Override
    public Job resume(String jobId) {
        asked.add("resume " + jobId);
        return job(jobId).orElseThrow();
    }

    @Override
    public void delete(String jobId) {
        asked.add("delete " + jobId);
    }

    @Override
    public synchronized Run start(String jobId, String description) {
        asked.add("start " + jobId);
        Run run = run("sms-run-" + (runs.size() + 1), jobId, RunState.ACTIVE, 0);
        runs.add(run);
        return run;
    }

    @Override
    public Run cutOver(String jobId, CutOver how) {
        asked.add("cut over " + jobId + " " + how.shutdownWithin() + " " + how.powerOff());
        Run run = run("sms-run-" + (runs.size() + 1), jobId, RunState.ACTIVE, 0);
        runs.add(run);
        return run;
    }

    @Override
    public void powerOn(String jobId) {
        asked.add("power on " + jobId);
    }

    @Override
    public List<Run> runs(String jobId) {
        return runs.stream()
                .filter(run -> run.jobId().equals(jobId))
                .sorted(Comparator.comparing(Run::id).reversed())
                .toList();
    }

    @Override
    public List<Run> active() {
        return runs.stream().filter(run -> !run.state().ended()).toList();
    }

    @Override
    public Optional<Run> run(String runId) {
        single++;
        return runs.stream().filter(run -> run.id().equals(runId)).findFirst();
    }

    @Override
    public void lookAgain(String runId) {
        asked.add("look " + runId);
    }

    @Override
    public void cancel(String runId) {
        asked.add("cancel " + runId);
    }
}
