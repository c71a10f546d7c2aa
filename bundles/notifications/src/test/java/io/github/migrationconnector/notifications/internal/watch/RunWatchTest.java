package io.github.migrationconnector.notifications.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
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
import io.github.migrationconnector.notifications.internal.FakeNeighbours;
import io.github.migrationconnector.notifications.internal.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How ends of runs are seen, whatever happens between them and the look. */
final class RunWatchTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private final List<Run> runs = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final RunWatch watch = new RunWatch(neighbours());
    private JobStatus status = JobStatus.NEW;
    private long forgottenBefore;
    private int listings;

    private FakeNeighbours neighbours() {
        return new FakeNeighbours()
                .with(
                        Changes.class,
                        Map.of(
                                "latest", unused -> (long) changes.size(),
                                "forgotten", arguments -> (long) arguments[0] < forgottenBefore,
                                "after",
                                        arguments -> changes.stream()
                                                .filter(change -> change.number() > (long) arguments[0])
                                                .toList()))
                .with(
                        Replication.class,
                        Map.of(
                                "jobs",
                                unused -> {
                                    listings++;
                                    return List.of(job());
                                },
                                "job",
                                unused -> Optional.of(job()),
                                "runs",
                                unused -> List.copyOf(runs)));
    }

    private Job job() {
        JobSpec spec = new JobSpec("vm-1", "", false, 0);
        return new Job("sms-job-1", "vm-1", "web 01", spec, NOW, "", "", status);
    }

    private void ended(String id, RunState state, boolean cutOver, Instant at) {
        RunDetails details = new RunDetails(RunType.AUTOMATIC, at, "", cutOver, "", List.of());
        List<Problem> problems =
                state == RunState.FAILED ? List.of(Problem.fatal("DISK_GONE", "It is gone.", "Bring it.")) : List.of();
        runs.add(
                0,
                new Run(
                        id,
                        "sms-job-1",
                        state,
                        RunPhase.FINISHED,
                        at,
                        at,
                        List.of(),
                        "",
                        problems,
                        List.of(),
                        details));
        changes.add(new Change(changes.size() + 1, at, Change.Kind.RUN, id, "sms-job-1"));
    }

    private List<NotificationEvent> look(Instant now) {
        List<Happening> seen = watch.look(now).happenings();
        return seen.stream().map(Happening::event).toList();
    }

    @BeforeEach
    void begin() {
        look(NOW);
        watch.kept();
    }

    @Test
    void eachEndHasItsEvent() {
        ended("sms-run-1", RunState.COMPLETED, false, NOW);
        ended("sms-run-2", RunState.FAILED, false, NOW);
        ended("sms-run-3", RunState.MISSED, false, NOW);
        ended("sms-run-4", RunState.COMPLETED, true, NOW);
        ended("sms-run-5", RunState.FAILED, true, NOW);
        ended("sms-run-6", RunState.DELETED, false, NOW);
        ended("sms-run-7", RunState.ACTIVE, false, NOW);
        assertThat(look(NOW))
                .containsExactly(
                        NotificationEvent.CUTOVER_FAILED,
                        NotificationEvent.CUTOVER_COMPLETED,
                        NotificationEvent.RUN_MISSED,
                        NotificationEvent.RUN_FAILED,
                        NotificationEvent.RUN_COMPLETED);
    }

    @Test
    void aFailureBringsItsProblemAndItsFix() {
        ended("sms-run-1", RunState.FAILED, false, NOW);
        assertThat(watch.look(NOW).happenings()).singleElement().satisfies(each -> {
            assertThat(each.words())
                    .isEqualTo(new Happening.Words("Replication of web 01 failed", "It is gone.", "Bring it."));
            assertThat(each.facts())
                    .containsEntry("run", "sms-run-1")
                    .containsEntry("job", "sms-job-1")
                    .containsEntry("code", "DISK_GONE");
        });
    }

    @Test
    void whatWasNotKeptIsSeenAgain() {
        ended("sms-run-1", RunState.COMPLETED, false, NOW);
        assertThat(look(NOW)).hasSize(1);
        assertThat(look(NOW)).hasSize(1);
        watch.kept();
        assertThat(look(NOW)).isEmpty();
    }

    @Test
    void afterMissedChangesEverythingIsLookedAt() {
        ended("sms-run-1", RunState.COMPLETED, false, NOW);
        forgottenBefore = 1;
        int before = listings;
        assertThat(look(NOW)).hasSize(1);
        assertThat(listings).isGreaterThan(before);
    }

    @Test
    void aNewLifeSeesWhatEndedBeforeIt() {
        ended("sms-run-1", RunState.COMPLETED, false, NOW);
        watch.look(NOW);
        watch.kept();
        RunWatch after = new RunWatch(neighbours());
        assertThat(after.look(NOW).happenings()).hasSize(1);
    }

    @Test
    void whatIsLongPastIsNoNews() {
        ended("sms-run-1", RunState.FAILED, false, NOW.minus(Duration.ofDays(15)));
        assertThat(look(NOW)).isEmpty();
    }

    @Test
    void aJobThatWaitsAfterFailuresIsToldOncePerFailure() {
        ended("sms-run-1", RunState.FAILED, false, NOW);
        status = new JobStatus(
                JobState.PAUSED_ON_FAILURE, false, new Notice("", List.of(), "Three failed.", ""), Instant.EPOCH, 3, 1);
        List<Happening> seen = watch.look(NOW).happenings();
        assertThat(seen)
                .extracting(Happening::event)
                .containsExactly(NotificationEvent.RUN_FAILED, NotificationEvent.JOB_PAUSED_ON_FAILURE);
        assertThat(watch.look(NOW).happenings().get(1).key())
                .isEqualTo(seen.get(1).key());
    }
}
