package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.replication.internal.domain.JobOutcomes;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.Timetable;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchedulerTest {
    private static final Instant START = Daemon.NOW.plus(Duration.ofHours(1));

    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);
    private final Replication replication = daemon.replication();

    private static JobSpec spec(Schedule schedule) {
        return new JobSpec("web01", "", false, 0, schedule, ImageOptions.DEFAULT);
    }

    private Job job(Schedule schedule) {
        return replication.create(spec(schedule));
    }

    private Job now(Job job) {
        return replication.job(job.id()).orElseThrow();
    }

    private List<Run> runs(Job job) {
        return replication.runs(job.id());
    }

    private void spoil() {
        Problem[] many = new Problem[1000];
        Arrays.fill(many, Problem.fatal("BROKEN", "it is broken", "Mend it."));
        world.trouble.meet("VmSnapshots.create", many);
    }

    @Test
    void beginsEachRunWithinTheJitterOfItsTime() {
        Job job = job(new Schedule.Every(2, START));
        assertThat(job.status().nextRunAt()).isEqualTo(START);
        daemon.scheduleAfter(Duration.ofMinutes(59));
        assertThat(runs(job)).isEmpty();
        for (int i = 0; i < 6; i++) {
            daemon.scheduleAfter(Duration.ofMinutes(3));
            assertThat(runs(job)).hasSize(i + 1);
            Run run = runs(job).get(0);
            assertThat(run.details().type()).isEqualTo(RunType.AUTOMATIC);
            assertThat(run.details().scheduledAt()).isEqualTo(START.plus(Duration.ofHours(2L * i)));
            assertThat(run.state()).isEqualTo(RunState.COMPLETED);
            daemon.scheduleAfter(Duration.ofMinutes(117));
            assertThat(runs(job)).hasSize(i + 1);
        }
        assertThat(now(job).status().state()).isEqualTo(JobState.ACTIVE);
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void whatAPersonHasJustMadeDueBeginsWithoutTheJitter() {
        Job job = job(new Schedule.Every(6, Daemon.NOW));
        daemon.lookAt(job.id());
        assertThat(runs(job)).hasSize(1);
        assertThat(runs(job).get(0).details().scheduledAt()).isEqualTo(Daemon.NOW);
        daemon.lookAt(job.id());
        daemon.scheduleAfter(Duration.ofMinutes(5));
        assertThat(runs(job)).as("once").hasSize(1);
        daemon.lookAt("sms-job-gone");
    }

    @Test
    void beginsOneRunForAllTheTimesThatPassedWhileItWasOff() {
        Job job = job(new Schedule.Every(1, START));
        daemon.scheduleAfter(Duration.ofDays(3));
        assertThat(runs(job)).hasSize(1);
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(runs(job)).hasSize(1);
        Instant next = now(job).status().nextRunAt();
        assertThat(next).isAfter(daemon.now()).isBeforeOrEqualTo(daemon.now().plus(Duration.ofHours(1)));
        assertThat(Duration.between(START, next).toMinutes() % 60).isZero();
    }

    @Test
    void leavesOutARunThatIsDueWhileOneIsActive() {
        Job job = job(new Schedule.Every(1, START));
        world.database.add(
                RunRecord.pending("sms-run-long", job.id(), Daemon.NOW).taken());
        world.trouble.meet("Inventory.find", waits());
        daemon.scheduleAfter(Duration.ofMinutes(63));
        assertThat(runs(job)).extracting(Run::state).containsExactly(RunState.MISSED, RunState.ACTIVE);
        assertThat(runs(job).get(0).details().scheduledAt()).isEqualTo(START);
        daemon.scheduleAfter(Duration.ofHours(1));
        assertThat(runs(job)).extracting(Run::state).containsExactly(RunState.MISSED, RunState.MISSED, RunState.ACTIVE);
        assertThat(now(job).status().state()).isEqualTo(JobState.PENDING);
    }

    private static Problem[] waits() {
        Problem[] many = new Problem[1000];
        Arrays.fill(many, new Problem("AWAY", "away", "", Retry.ON_RESUME));
        return many;
    }

    @Test
    void aJobThatRunsOnceIsCompletedByIt() {
        Job job = job(new Schedule.Once(START));
        daemon.scheduleAfter(Duration.ofMinutes(63));
        daemon.scheduleAfter(Duration.ofDays(3));
        assertThat(runs(job)).hasSize(1);
        assertThat(now(job).status().state()).isEqualTo(JobState.COMPLETED);
        assertThat(now(job).status().nextRunAt()).isEqualTo(Timetable.NEVER);
        assertThat(replication.start(job.id()).state()).isIn(RunState.PENDING, RunState.COMPLETED);
        assertThat(now(job).status().state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void aJobThatRunsOnceWaitsForTheRunThatIsActiveAtItsTime() {
        Job job = job(new Schedule.Once(START));
        RunRecord asked =
                RunRecord.pending("sms-run-long", job.id(), Daemon.NOW).taken();
        world.database.add(asked);
        world.trouble.meet("Inventory.find", waits());
        daemon.scheduleAfter(Duration.ofMinutes(63));
        assertThat(runs(job)).extracting(Run::id).containsExactly("sms-run-long");
        assertThat(now(job).status().nextRunAt()).isEqualTo(START);
        world.trouble.next.clear();
        daemon.takeUp();
        assertThat(now(job).status().state()).isEqualTo(JobState.ACTIVE);
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(runs(job)).extracting(Run::state).containsExactly(RunState.COMPLETED, RunState.COMPLETED);
        assertThat(runs(job).get(0).details().type()).isEqualTo(RunType.AUTOMATIC);
        assertThat(runs(job).get(0).details().scheduledAt()).isEqualTo(START);
        assertThat(now(job).status().state()).isEqualTo(JobState.COMPLETED);
        daemon.scheduleAfter(Duration.ofDays(1));
        assertThat(runs(job)).hasSize(2);
    }

    /** Failures took the time away; a good run that somebody asked for gives it back. */
    @Test
    void aJobThatFailuresPausedGoesOnByItselfAfterAGoodRun() {
        Job job = job(new Schedule.Every(1, START));
        spoil();
        for (int i = 0; i < 20; i++) {
            daemon.scheduleAfter(Duration.ofHours(1));
        }
        assertThat(now(job).status().state()).isEqualTo(JobState.PAUSED_ON_FAILURE);
        assertThat(now(job).status().nextRunAt()).isEqualTo(Timetable.NEVER);
        world.trouble.next.clear();
        Run unused = replication.start(job.id());
        assertThat(now(job).status().state()).isEqualTo(JobState.ACTIVE);
        assertThat(now(job).status().nextRunAt())
                .isAfter(daemon.now())
                .isBeforeOrEqualTo(daemon.now().plus(Duration.ofHours(1)));
        int before = runs(job).size();
        daemon.scheduleAfter(Duration.ofMinutes(63));
        assertThat(runs(job)).hasSize(before + 1);
        assertThat(runs(job).get(0).details().type()).isEqualTo(RunType.AUTOMATIC);
    }

    @Test
    void triesAFailedRunAgainWithLongerPausesThenPausesTheJob() {
        Job job = job(new Schedule.Once(START));
        spoil();
        daemon.scheduleAfter(Duration.ofMinutes(63));
        assertThat(now(job).status().state()).isEqualTo(JobState.FAILING);
        assertThat(now(job).status().message()).contains("BROKEN", "Mend it.");
        for (long minutes : new long[] {15, 60, 240, 240}) {
            Instant next = now(job).status().nextRunAt();
            assertThat(Duration.between(daemon.now(), next).toMinutes()).isEqualTo(minutes);
            daemon.scheduleAfter(Duration.ofMinutes(minutes + 3));
        }
        assertThat(runs(job)).hasSize(JobOutcomes.MOST_FAILURES);
        assertThat(now(job).status().state()).isEqualTo(JobState.PAUSED_ON_FAILURE);
        daemon.scheduleAfter(Duration.ofDays(3));
        assertThat(runs(job)).hasSize(JobOutcomes.MOST_FAILURES);
        world.trouble.next.clear();
        assertThat(replication.resume(job.id()).status().state()).isEqualTo(JobState.FAILING);
        daemon.scheduleAfter(Duration.ofMinutes(3));
        assertThat(now(job).status().state()).isEqualTo(JobState.COMPLETED);
        assertThat(now(job).status().message()).isEmpty();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aJobThatNobodyResumesFailsAfterFourDays() {
        Job job = job(new Schedule.Every(1, START));
        spoil();
        for (int i = 0; i < 20; i++) {
            daemon.scheduleAfter(Duration.ofHours(1));
        }
        assertThat(now(job).status().state()).isEqualTo(JobState.PAUSED_ON_FAILURE);
        daemon.scheduleAfter(Duration.ofDays(4));
        assertThat(now(job).status().state()).isEqualTo(JobState.FAILED);
        assertThatThrownBy(() -> replication.resume(job.id())).hasMessageContaining("JOB_STATE_REFUSES");
        assertThatThrownBy(() -> replication.start(job.id())).hasMessageContaining("JOB_STATE_REFUSES");
        replication.delete(job.id());
        assertThat(replication.jobs()).isEmpty();
    }

    @Test
    void nothingBeginsInAPauseAndOneRunAfterIt() {
        Job job = job(new Schedule.Every(1, START));
        assertThat(replication.pause(job.id()).status().paused()).isTrue();
        daemon.scheduleAfter(Duration.ofDays(1));
        assertThat(runs(job)).isEmpty();
        replication.resume(job.id());
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(runs(job)).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackDoesNotStopTheJob() {
        Job job = job(new Schedule.Every(1, START));
        daemon.scheduleAfter(Duration.ofDays(20));
        assertThat(runs(job)).hasSize(1);
        daemon.scheduleAfter(Duration.ofDays(-10));
        daemon.scheduleAfter(Duration.ofMinutes(63));
        assertThat(runs(job)).hasSize(2);
    }

    @Test
    void twoDaemonsOnOneTableBeginEachRunOnce() {
        Job job = job(new Schedule.Every(1, START));
        Daemon other = Daemon.immortal(world);
        daemon.scheduleAfter(Duration.ofMinutes(63));
        other.scheduleAfter(Duration.ofMinutes(63));
        assertThat(runs(job)).hasSize(1);
        assertThat(world.database.begin(
                        RunRecord.pending("sms-run-late", job.id(), Daemon.NOW), START, START.plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void aNewScheduleIsFollowedAndTwoPeopleNoticeEachOther() {
        Job job = job(new Schedule.Every(24, START));
        Job changed = replication.update(
                job.id(), spec(new Schedule.Every(1, START)), job.status().revision());
        assertThat(changed.status().nextRunAt()).isEqualTo(START);
        assertThatThrownBy(() -> replication.update(
                        job.id(), spec(new Schedule.OnDemand()), job.status().revision()))
                .hasMessageContaining("JOB_CHANGED");
        assertThatThrownBy(() -> replication.update(
                        job.id(),
                        spec(new Schedule.Once(Daemon.NOW.plus(Duration.ofDays(31)))),
                        Replication.ANY_REVISION))
                .hasMessageContaining("JOB_START_TOO_FAR");
        Job onDemand = replication.update(job.id(), spec(new Schedule.OnDemand()), Replication.ANY_REVISION);
        assertThat(onDemand.status().nextRunAt()).isEqualTo(Timetable.NEVER);
        daemon.scheduleAfter(Duration.ofDays(2));
        assertThat(runs(job)).isEmpty();
    }

    @Test
    void aDeletedJobIsGoneWhenItsRunIs() {
        Job job = job(new Schedule.Every(1, START));
        world.trouble.meet("block of 2001", waits());
        daemon.scheduleAfter(Duration.ofMinutes(63));
        assertThat(runs(job)).extracting(Run::state).containsExactly(RunState.ACTIVE);
        replication.delete(job.id());
        assertThat(replication.jobs()).isEmpty();
        assertThat(world.complaints()).isEmpty();
        assertThat(world.ebsCount()).isZero();
    }
}
