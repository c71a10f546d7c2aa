package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.problem.Notice;
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
import java.util.List;
import java.util.Optional;

/** One job with one run in memory. */
public final class FakeReplication implements Replication {
    public static final Instant THEN = Instant.parse("2026-03-04T05:06:07Z");

    public final List<Job> jobs = new ArrayList<>();
    public final List<Run> runs = new ArrayList<>();
    public final List<String> cancelled = new ArrayList<>();

    /** A run in a phase, with one of everything. */
    public static Run run(RunState state, RunPhase phase) {
        RunDisk disk = new RunDisk(
                2000,
                "Hard disk 1",
                1 << 30,
                "full: first run",
                "snap-0123456789abcdef0",
                new TransferProgress(
                        TransferStage.STREAMING, "snap-0123456789abcdef0", 524_288, 2048, 1000, 600, 300, 100));
        return new Run(
                "sms-run-1",
                "sms-job-1",
                state,
                phase,
                THEN,
                state.ended() ? THEN.plusSeconds(9) : Instant.EPOCH,
                List.of(disk),
                state == RunState.COMPLETED ? "ami-1" : "",
                List.of(Problem.passing("BUSY", "it was busy", "wait")),
                List.of(new Notice("MIND_THE_GAP", List.of(), "mind the gap", "")));
    }

    @Override
    public Job create(JobSpec spec) {
        if (!jobs.isEmpty()) {
            throw Problem.fatal("JOB_EXISTS", "there is one", "Delete it.").asException();
        }
        Job job = new Job("sms-job-1", "vm-42", "web 01", spec, THEN, "");
        jobs.add(job);
        return job;
    }

    @Override
    public List<Job> jobs() {
        return List.copyOf(jobs);
    }

    @Override
    public Optional<Job> job(String jobId) {
        return jobs.stream().filter(job -> job.id().equals(jobId)).findFirst();
    }

    private void require(String jobId) {
        if (job(jobId).isEmpty()) {
            throw Problem.fatal("JOB_NOT_FOUND", "there is none", "").asException();
        }
    }

    @Override
    public void delete(String jobId) {
        require(jobId);
        jobs.removeIf(job -> job.id().equals(jobId));
    }

    @Override
    public Job update(String jobId, JobSpec spec, long revision) {
        Job before = job(jobId).orElseThrow();
        if (revision != ANY_REVISION && revision != before.status().revision()) {
            throw Problem.fatal("JOB_CHANGED", "somebody was faster", "Read it again.")
                    .asException();
        }
        return changed(jobId, before.with(spec));
    }

    @Override
    public Job pause(String jobId) {
        return changed(jobId, paused(jobId, true));
    }

    @Override
    public Job resume(String jobId) {
        return changed(jobId, paused(jobId, false));
    }

    private Job paused(String jobId, boolean paused) {
        require(jobId);
        Job job = job(jobId).orElseThrow();
        JobStatus now = job.status();
        return job.with(
                new JobStatus(now.state(), paused, now.notice(), now.nextRunAt(), now.failures(), now.revision() + 1));
    }

    private Job changed(String jobId, Job changed) {
        jobs.replaceAll(job -> job.id().equals(jobId) ? changed : job);
        return changed;
    }

    @Override
    public Run cutOver(String jobId, CutOver how) {
        return start(jobId, how.description());
    }

    @Override
    public void powerOn(String jobId) {
        require(jobId);
    }

    @Override
    public void lookAgain(String runId) {
        assertRun(runId);
    }

    private void assertRun(String runId) {
        if (run(runId).isEmpty()) {
            throw Problem.fatal("RUN_NOT_FOUND", "there is none", "").asException();
        }
    }

    @Override
    public Run start(String jobId, String description) {
        require(jobId);
        Run run = run(RunState.PENDING, RunPhase.CHECKING);
        runs.add(run);
        return run;
    }

    @Override
    public List<Run> runs(String jobId) {
        require(jobId);
        return List.copyOf(runs);
    }

    @Override
    public Optional<Run> run(String runId) {
        return runs.stream().filter(run -> run.id().equals(runId)).findFirst();
    }

    @Override
    public void cancel(String runId) {
        assertRun(runId);
        cancelled.add(runId);
    }
}
