package io.github.migrationconnector.replication.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.replication.internal.domain.Ending;
import io.github.migrationconnector.replication.internal.domain.Held;
import io.github.migrationconnector.replication.internal.domain.Holder;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two connectors on one database: who holds a run, and who may write it. On both stores, as all tests of tables. */
final class LeaseTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final Instant LATER = NOW.plusSeconds(90);
    private static final Job JOB = new Job("sms-job-1", "vm-1", "web", new JobSpec("web", "", false, 0), NOW, "");
    private static final RunRecord RUN = RunRecord.pending("sms-run-1", JOB.id(), NOW);

    @TempDir
    private Path home;

    private TemporaryDatabase database;
    private SqlRunStore mine;
    private SqlRunStore other;

    @BeforeEach
    void begin() {
        database = new TemporaryDatabase(home);
        mine = store("mine");
        other = store("other");
        mine.add(JOB);
        mine.add(RUN);
    }

    @AfterEach
    void end() {
        database.close();
    }

    private SqlRunStore store(String of) {
        return new SqlRunStore(database, Holder.newLife(of));
    }

    private static void refused(ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOf(ConnectorException.class).hasMessageContaining("RUN_TAKEN_OVER");
    }

    @Test
    void oneHoldsItUntilItsTimeIsOver() {
        assertThat(mine.hold(RUN.id(), NOW, LATER)).isTrue();
        assertThat(other.hold(RUN.id(), NOW, LATER)).isFalse();
        assertThat(other.forfeited(LATER)).isEmpty();
        assertThat(mine.hold(RUN.id(), LATER.plusSeconds(9), LATER.plusSeconds(10)))
                .as("late, but nobody has taken it")
                .isTrue();
        assertThat(mine.keep(LATER.plusSeconds(20))).containsExactly(new Held(RUN.id(), false));
        assertThat(other.hold(RUN.id(), LATER.plusSeconds(20), LATER.plusSeconds(99)))
                .isFalse();
        assertThat(other.forfeited(LATER.plusSeconds(21))).containsExactly(RUN.id());
        assertThat(other.hold(RUN.id(), LATER.plusSeconds(21), LATER.plusSeconds(99)))
                .isTrue();
        assertThat(mine.keep(LATER.plusSeconds(50))).isEmpty();
    }

    @Test
    void whoHasLostItWritesNothingOfIt() {
        assertThat(mine.hold(RUN.id(), NOW, NOW)).isTrue();
        RunRecord taken = RUN.taken();
        mine.save(taken);
        assertThat(other.hold(RUN.id(), LATER, LATER.plusSeconds(9))).isTrue();
        TransferProgress progress = new TransferProgress(TransferStage.STREAMING, "snap-1", 1, 2, 1, 1, 0, 0);
        refused(() -> mine.save(taken.at(RunPhase.SNAPSHOTTING)));
        refused(() -> mine.record(taken.at(RunPhase.RELEASING), List.of()));
        refused(() -> mine.end(taken.completed("ami-1", LATER), job -> job));
        refused(() -> mine.saveProgress(RUN.id(), 2000, progress));
        refused(() -> mine.goesOn(RUN.id()));
        assertThat(mine.run(RUN.id())).contains(taken);
        other.end(taken.completed("ami-2", LATER), job -> job);
        refused(() -> mine.save(taken.at(RunPhase.SNAPSHOTTING)));
        refused(() -> mine.end(taken.ending(Ending.FAILING).ended(LATER, false), job -> job));
        assertThat(mine.run(RUN.id()).orElseThrow().imageId()).isEqualTo("ami-2");
    }

    @Test
    void anybodyTidiesUpAfterARunThatHasEnded() {
        assertThat(mine.hold(RUN.id(), NOW, LATER)).isTrue();
        RunRecord ended = RUN.taken().ending(Ending.FAILING).ended(NOW, true);
        mine.save(RUN.taken());
        mine.end(ended, job -> job);
        other.save(ended.leaving(false));
        assertThat(mine.run(RUN.id()).orElseThrow().leftovers()).isFalse();
        assertThat(mine.run(RUN.id()).orElseThrow().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void theNextLifeOfAHomeNeedsNotWaitAndTheLastOneCanDoNoHarm() {
        assertThat(mine.hold(RUN.id(), NOW, LATER)).isTrue();
        SqlRunStore next = store("mine");
        assertThat(next.hold(RUN.id(), NOW, LATER)).isFalse();
        other.inherit(Set.of());
        assertThat(next.hold(RUN.id(), NOW, LATER)).as("another home's").isFalse();
        next.inherit(Set.of(RUN.id()));
        assertThat(next.hold(RUN.id(), NOW, LATER))
                .as("somebody is still at it")
                .isFalse();
        next.inherit(Set.of("sms-run-2"));
        assertThat(next.hold(RUN.id(), NOW, LATER)).isTrue();
        refused(() -> mine.save(RUN.taken()));
        next.letGo();
        assertThat(other.hold(RUN.id(), NOW, LATER)).isTrue();
    }

    @Test
    void saysWhatWasCalledOff() {
        assertThat(mine.hold(RUN.id(), NOW, LATER)).isTrue();
        assertThat(other.requestCancel(RUN.id())).isTrue();
        assertThat(mine.keep(LATER)).containsExactly(new Held(RUN.id(), true));
        mine.save(RUN.ending(Ending.CANCELLING));
        assertThat(mine.keep(LATER)).as("it knows").containsExactly(new Held(RUN.id(), false));
    }

    @Test
    void ofManyWhoReachForItOneGetsIt() throws Exception {
        int many = 8;
        CyclicBarrier together = new CyclicBarrier(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int one = 0; one < many; one++) {
                SqlRunStore store = store("home " + one);
                all.add(threads.submit(() -> {
                    together.await();
                    return store.hold(RUN.id(), NOW, LATER);
                }));
            }
            int got = 0;
            for (Future<Boolean> one : all) {
                got += one.get() ? 1 : 0;
            }
            assertThat(got).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
