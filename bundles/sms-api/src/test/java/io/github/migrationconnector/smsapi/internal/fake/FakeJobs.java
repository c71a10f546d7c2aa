package io.github.migrationconnector.smsapi.internal.fake;

import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDetails;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Jobs and runs in memory. */
public final class FakeJobs implements Replication {
    public static final Instant THEN = Instant.parse("2026-03-04T05:06:07.500Z");

    public final Map<String, Job> jobs = new LinkedHashMap<>();
    public final Map<String, List<Run>> runs = new LinkedHashMap<>();
    private int number;

    @Override
    public synchronized Job create(JobSpec spec) {
        String id = String.format(Locale.ROOT, "sms-job-%08x", ++number);
        Job job = new Job(id, "vm-" + number, "web", spec, THEN, "ami-0123456789abcdef0", spec.vm(), JobStatus.NEW);
        jobs.put(id, job);
        runs.put(id, new ArrayList<>());
        return job;
    }

    @Override
    public List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    @Override
    public Optional<Job> job(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    private Job require(String jobId) {
        return job(jobId).orElseThrow(() -> Problem.fatal("JOB_NOT_FOUND", "there is none", "Look.")
                .asException());
    }

    @Override
    public Job update(String jobId, JobSpec spec, long revision) {
        Job before = require(jobId);
        if (revision != ANY_REVISION && revision != before.status().revision()) {
            throw Problem.fatal("JOB_CHANGED", "somebody was faster", "Look again.")
                    .asException();
        }
        Job changed = before.with(spec)
                .with(new JobStatus(
                        JobState.ACTIVE,
                        false,
                        Notice.NONE,
                        Instant.EPOCH,
                        0,
                        before.status().revision() + 1));
        jobs.put(jobId, changed);
        return changed;
    }

    @Override
    public Job pause(String jobId) {
        throw new UnsupportedOperationException("not by the SMS API");
    }

    @Override
    public Job resume(String jobId) {
        throw new UnsupportedOperationException("not by the SMS API");
    }

    @Override
    public void delete(String jobId) {
        require(jobId);
        jobs.remove(jobId);
    }

    @Override
    public synchronized Run start(String jobId, String description) {
        require(jobId);
        if (runs.get(jobId).stream().anyMatch(run -> !run.state().ended())) {
            throw Problem.fatal("RUN_ACTIVE", "one is active", "Wait for it.").asException();
        }
        Run run = new Run(
                String.format(Locale.ROOT, "sms-run-%08x", ++number),
                jobId,
                RunState.ACTIVE,
                RunPhase.TRANSFERRING,
                THEN.plusSeconds(number),
                Instant.EPOCH,
                List.of(),
                "",
                List.of(),
                List.of(),
                new RunDetails(RunType.ON_DEMAND, THEN.plusSeconds(number), description, false, "", List.of()));
        runs.get(jobId).add(run);
        return run;
    }

    /** Ends every run. */
    public synchronized void endAll() {
        runs.values()
                .forEach(list -> list.replaceAll(run -> new Run(
                        run.id(),
                        run.jobId(),
                        RunState.COMPLETED,
                        RunPhase.FINISHED,
                        run.startedAt(),
                        run.startedAt().plusSeconds(60),
                        run.disks(),
                        "ami-0123456789abcdef0",
                        run.problems(),
                        run.warnings(),
                        run.details())));
    }

    @Override
    public Run cutOver(String jobId, CutOver how) {
        throw new UnsupportedOperationException("not by the SMS API");
    }

    @Override
    public void powerOn(String jobId) {
        throw new UnsupportedOperationException("not by the SMS API");
    }

    @Override
    public List<Run> runs(String jobId) {
        require(jobId);
        return List.copyOf(runs.get(jobId));
    }

    @Override
    public Optional<Run> run(String runId) {
        throw new UnsupportedOperationException("not by the SMS API");
    }

    @Override
    public void lookAgain(String runId) {
        throw new UnsupportedOperationException("not by the SMS API");
    }

    @Override
    public void cancel(String runId) {
        throw new UnsupportedOperationException("not by the SMS API");
    }
}
