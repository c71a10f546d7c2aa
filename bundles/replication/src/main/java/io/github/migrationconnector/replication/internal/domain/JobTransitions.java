package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import java.util.Optional;

/** Which state of a job follows on what happens to it: the one table. What has no place in it is refused. */
public final class JobTransitions {
    private JobTransitions() {}

    /** The state that follows; empty when that can't happen in this state. */
    public static Optional<JobState> after(JobState state, JobEvent event) {
        return switch (state) {
            case PENDING ->
                switch (event) {
                    case RUN_COMPLETED -> Optional.of(JobState.ACTIVE);
                    case ONLY_RUN_COMPLETED -> Optional.of(JobState.COMPLETED);
                    case RUN_FAILED -> Optional.of(JobState.FAILING);
                    case RUNS_FAILED_IN_A_ROW -> Optional.of(JobState.PAUSED_ON_FAILURE);
                    case RESUMED, RESCHEDULED -> Optional.of(JobState.PENDING);
                    case DELETE_ASKED -> Optional.of(JobState.DELETING);
                    case LEFT_PAUSED, DELETE_DONE -> Optional.empty();
                };
            case ACTIVE ->
                switch (event) {
                    case RUN_COMPLETED, RESUMED, RESCHEDULED -> Optional.of(JobState.ACTIVE);
                    case ONLY_RUN_COMPLETED -> Optional.of(JobState.COMPLETED);
                    case RUN_FAILED -> Optional.of(JobState.FAILING);
                    case RUNS_FAILED_IN_A_ROW -> Optional.of(JobState.PAUSED_ON_FAILURE);
                    case DELETE_ASKED -> Optional.of(JobState.DELETING);
                    case LEFT_PAUSED, DELETE_DONE -> Optional.empty();
                };
            case FAILING ->
                switch (event) {
                    case RUN_COMPLETED -> Optional.of(JobState.ACTIVE);
                    case ONLY_RUN_COMPLETED -> Optional.of(JobState.COMPLETED);
                    case RUN_FAILED, RESUMED, RESCHEDULED -> Optional.of(JobState.FAILING);
                    case RUNS_FAILED_IN_A_ROW -> Optional.of(JobState.PAUSED_ON_FAILURE);
                    case DELETE_ASKED -> Optional.of(JobState.DELETING);
                    case LEFT_PAUSED, DELETE_DONE -> Optional.empty();
                };
            case PAUSED_ON_FAILURE ->
                switch (event) {
                    case RUN_COMPLETED -> Optional.of(JobState.ACTIVE);
                    case ONLY_RUN_COMPLETED -> Optional.of(JobState.COMPLETED);
                    case RUN_FAILED, RUNS_FAILED_IN_A_ROW, RESCHEDULED -> Optional.of(JobState.PAUSED_ON_FAILURE);
                    case RESUMED -> Optional.of(JobState.FAILING);
                    case LEFT_PAUSED -> Optional.of(JobState.FAILED);
                    case DELETE_ASKED -> Optional.of(JobState.DELETING);
                    case DELETE_DONE -> Optional.empty();
                };
            case FAILED ->
                switch (event) {
                    // a run that was asked for just before may still end
                    case RUN_COMPLETED, ONLY_RUN_COMPLETED, RUN_FAILED, RUNS_FAILED_IN_A_ROW ->
                        Optional.of(JobState.FAILED);
                    case DELETE_ASKED -> Optional.of(JobState.DELETING);
                    case RESUMED, RESCHEDULED, LEFT_PAUSED, DELETE_DONE -> Optional.empty();
                };
            case COMPLETED ->
                switch (event) {
                    case RUN_COMPLETED, ONLY_RUN_COMPLETED, RUN_FAILED, RUNS_FAILED_IN_A_ROW, RESUMED ->
                        Optional.of(JobState.COMPLETED);
                    case RESCHEDULED -> Optional.of(JobState.ACTIVE);
                    case DELETE_ASKED -> Optional.of(JobState.DELETING);
                    case LEFT_PAUSED, DELETE_DONE -> Optional.empty();
                };
            case DELETING ->
                switch (event) {
                    case RUN_COMPLETED, ONLY_RUN_COMPLETED, RUN_FAILED, RUNS_FAILED_IN_A_ROW, DELETE_ASKED ->
                        Optional.of(JobState.DELETING);
                    case DELETE_DONE -> Optional.of(JobState.DELETED);
                    case RESUMED, RESCHEDULED, LEFT_PAUSED -> Optional.empty();
                };
            case DELETED -> Optional.empty();
        };
    }

    /**
     * The state that follows.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code JOB_STATE_REFUSES}
     */
    public static JobState change(JobState state, JobEvent event) {
        return after(state, event).orElseThrow(() -> refused(state).asException());
    }

    /** Whether a run may be asked for, or begin by itself. */
    public static boolean mayRun(JobState state) {
        return switch (state) {
            case PENDING, ACTIVE, FAILING, PAUSED_ON_FAILURE, COMPLETED -> true;
            case FAILED, DELETING, DELETED -> false;
        };
    }

    /** Whether runs begin by themselves. */
    public static boolean followsItsSchedule(JobState state) {
        return switch (state) {
            case PENDING, ACTIVE, FAILING -> true;
            case PAUSED_ON_FAILURE, FAILED, COMPLETED, DELETING, DELETED -> false;
        };
    }

    /** Whether a run of a job that stands so begins by itself when its time has come. */
    public static boolean mayBegin(JobStatus status) {
        return !status.paused() && !status.nextRunAt().equals(Timetable.NEVER) && followsItsSchedule(status.state());
    }

    /** What is said to whoever asks for what can't be. */
    public static Problem refused(JobState state) {
        return Problem.fatal(
                "JOB_STATE_REFUSES",
                "the job is " + state + ", which allows no such change",
                state == JobState.FAILED ? "Delete it and make a new one." : "Look at the job's state.");
    }
}
