package io.github.migrationconnector.adminui.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.FakeChanges;
import io.github.migrationconnector.adminui.internal.fake.FakeJobs;
import io.github.migrationconnector.adminui.internal.fake.FakeServices;
import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.RunState;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRunsTest {
    private final FakeJobs jobs = new FakeJobs();
    private final FakeChanges changes = new FakeChanges();
    private final LiveRuns live = new LiveRuns(
            new FakeServices().with(Replication.class, jobs).with(Changes.class, changes),
            Clock.fixed(FakeJobs.THEN, ZoneOffset.UTC));

    LiveRunsTest() {
        jobs.create(new JobSpec("vm-1", "", false, 0));
        jobs.create(new JobSpec("vm-2", "", false, 0));
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void findsAtFirstWhatRunsAlready() throws InterruptedException {
        jobs.runs.add(FakeJobs.run("sms-run-1", "sms-job-1", RunState.ACTIVE, 5));
        assertThat(shown()).containsExactly("sms-run-1 ACTIVE");
    }

    @Test
    void findsOneBehindAYoungerOneThatWasMissed() throws InterruptedException {
        jobs.runs.add(FakeJobs.run("sms-run-1", "sms-job-1", RunState.ACTIVE, 5));
        jobs.runs.add(FakeJobs.run("sms-run-2", "sms-job-1", RunState.MISSED, 0));
        assertThat(shown()).containsExactly("sms-run-1 ACTIVE");
    }

    @Test
    void learnsOfARunAtOnceAndAsksNoOtherJob() throws InterruptedException {
        assertThat(shown()).isEmpty();
        int asked = jobs.lists;
        jobs.runs.add(FakeJobs.run("sms-run-1", "sms-job-2", RunState.ACTIVE, 5));
        changes.tell(Change.Kind.RUN, "sms-run-1", "sms-job-2");
        assertThat(shown()).containsExactly("sms-run-1 ACTIVE");
        assertThat(jobs.lists).isEqualTo(asked);
    }

    @Test
    void showsAnEndOnceAndThenNoMore() throws InterruptedException {
        jobs.runs.add(FakeJobs.run("sms-run-1", "sms-job-1", RunState.ACTIVE, 5));
        assertThat(shown()).hasSize(1);
        jobs.runs.set(0, FakeJobs.run("sms-run-1", "sms-job-1", RunState.COMPLETED, 9));
        changes.tell(Change.Kind.RUN, "sms-run-1", "sms-job-1");
        assertThat(shown()).containsExactly("sms-run-1 COMPLETED");
        assertThat(shown()).isEmpty();
    }

    @Test
    void asksEveryJobAnewWhenChangesWereMissed() throws InterruptedException {
        assertThat(shown()).isEmpty();
        jobs.runs.add(FakeJobs.run("sms-run-1", "sms-job-1", RunState.PENDING, 0));
        assertThat(shown()).isEmpty();
        changes.forgotten = true;
        assertThat(shown()).containsExactly("sms-run-1 PENDING");
    }

    @Test
    void looksEachSecondOnlyWhileSomebodyListens() {
        for (int second = 0; second < 10; second++) {
            live.lookWhenWanted();
        }
        assertThat(live.throughput()).as("for the chart").hasSize(2);
        List<LiveState> told = new CopyOnWriteArrayList<>();
        live.listen(told::add);
        for (int second = 0; second < 10; second++) {
            live.lookWhenWanted();
        }
        assertThat(told).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void asksForAllThatRunAtOnce() throws InterruptedException {
        jobs.runs.add(FakeJobs.run("sms-run-1", "sms-job-1", RunState.ACTIVE, 5));
        jobs.runs.add(FakeJobs.run("sms-run-2", "sms-job-2", RunState.ACTIVE, 5));
        assertThat(shown()).hasSize(2);
        int asked = jobs.single;
        assertThat(shown()).hasSize(2);
        assertThat(jobs.single).as("runs that were asked for one by one").isEqualTo(asked);
    }

    private List<String> shown() throws InterruptedException {
        live.look();
        return live.latest().orElseThrow().runs().stream()
                .map(run -> run.runId() + " " + run.state())
                .toList();
    }
}
