package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.api.replication.Schedule;
import java.time.Instant;
import java.util.List;

/** What the end of a run means for its job. */
public final class JobOutcomes {
    /** So many runs that fail in a row pause their job: with the pauses between, half a day. */
    public static final int MOST_FAILURES = 5;

    private JobOutcomes() {}

    /** The job after a run that has ended. */
    public static Job after(Job job, RunRecord run, Instant now) {
        return switch (run.state()) {
            case COMPLETED -> completed(job, run, now);
            case FAILED -> failed(job, run, now);
            case PENDING, MISSED, ACTIVE, DELETING, DELETED -> job;
        };
    }

    private static Job completed(Job job, RunRecord run, Instant now) {
        boolean only = job.spec().schedule() instanceof Schedule.Once
                && run.course().origin().type() == RunType.AUTOMATIC;
        JobState state = JobTransitions.change(
                job.status().state(), only ? JobEvent.ONLY_RUN_COMPLETED : JobEvent.RUN_COMPLETED);
        boolean cutOver = run.course().origin().shutdown().isWanted();
        JobStatus status = job.status();
        JobStatus next = new JobStatus(
                state,
                status.paused() || cutOver,
                cutOver ? cutOver(run) : Notice.NONE,
                only || cutOver ? Timetable.NEVER : next(job, state, now),
                0,
                status.revision());
        return job.withImage(run.imageId()).with(next);
    }

    /** Failures in a row took the time away; a run that was asked for and went well gives it back. */
    private static Instant next(Job job, JobState state, Instant now) {
        Instant known = job.status().nextRunAt();
        return known.equals(Timetable.NEVER) && JobTransitions.followsItsSchedule(state)
                ? Timetable.after(job.spec().schedule(), now)
                : known;
    }

    private static Job failed(Job job, RunRecord run, Instant now) {
        JobStatus status = job.status();
        int failures = status.failures() + 1;
        boolean tooMany = failures >= MOST_FAILURES;
        JobState state =
                JobTransitions.change(status.state(), tooMany ? JobEvent.RUNS_FAILED_IN_A_ROW : JobEvent.RUN_FAILED);
        Instant next = JobTransitions.followsItsSchedule(state)
                        && run.course().origin().type() == RunType.AUTOMATIC
                ? sooner(status.nextRunAt(), Timetable.afterFailure(job.spec().schedule(), failures, now))
                : JobTransitions.followsItsSchedule(state) ? status.nextRunAt() : Timetable.NEVER;
        return job.with(new JobStatus(
                state,
                status.paused(),
                run.notes().problems().stream().findFirst().map(Notice::of).orElseGet(JobOutcomes::failed),
                next,
                failures,
                status.revision()));
    }

    private static Instant sooner(Instant one, Instant other) {
        if (one.equals(Timetable.NEVER)) {
            return other;
        }
        return !other.equals(Timetable.NEVER) && other.isBefore(one) ? other : one;
    }

    private static Notice cutOver(RunRecord run) {
        return new Notice(
                "JOB_CUT_OVER",
                List.of(run.imageId()),
                "The server was cut over: " + run.imageId() + " is its last image.",
                "");
    }

    private static Notice failed() {
        return new Notice("JOB_LAST_RUN_FAILED", List.of(), "The last run failed.", "Look at the run.");
    }
}
