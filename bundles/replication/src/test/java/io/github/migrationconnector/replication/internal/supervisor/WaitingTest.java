package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that meets what only a person, or time, can mend waits for it, with the reason shown and nothing thrown away. */
final class WaitingTest {
    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    private void meet(String call, Retry retry) {
        Problem[] many = new Problem[10_000];
        Arrays.fill(many, new Problem("KEYS_EXPIRED", "the keys have expired", "Enter new ones.", retry));
        world.trouble.meet(call, many);
    }

    private Run started() {
        return daemon.run();
    }

    private Run now(Run run) {
        return daemon.replication().run(run.id()).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Inventory.find",
                "TargetAccount.defaults",
                "VmSnapshots.create",
                "Transfers.run 2000",
                "block of 2001",
                "VmSnapshots.remove",
                "ImageRegistrar.register"
            })
    void waitsInEveryPhaseAndGoesOnWhenTold(String call) {
        daemon.job();
        meet(call, Retry.ON_RESUME);
        Run run = started();
        assertThat(run.state()).isEqualTo(RunState.ACTIVE);
        assertThat(run.details().waitingFor()).isEqualTo("the keys have expired");
        assertThat(run.problems()).extracting(Problem::fix).containsExactly("Enter new ones.");
        int snapshots = world.ebsCount();
        daemon.scheduleAfter(Duration.ofDays(2));
        assertThat(now(run).details().waitingFor()).isEqualTo("the keys have expired");
        world.trouble.next.clear();
        daemon.replication().lookAgain(run.id());
        assertThat(now(run).state()).isEqualTo(RunState.COMPLETED);
        assertThat(now(run).details().waitingFor()).isEmpty();
        assertThat(world.ebsCount()).isGreaterThanOrEqualTo(snapshots);
        assertThat(world.complaints()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Retry.class,
            names = {"ON_RESUME", "WHEN_FREE"})
    void failsCleanlyAfterFourDaysAndKeepsTheIds(Retry retry) {
        daemon.job();
        meet("block of 2001", retry);
        Run run = started();
        daemon.scheduleAfter(Duration.ofDays(4).minusMinutes(1));
        assertThat(now(run).state()).isEqualTo(RunState.ACTIVE);
        daemon.scheduleAfter(Duration.ofMinutes(2));
        Run failed = now(run);
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.phase()).isEqualTo(RunPhase.TRANSFERRING);
        assertThat(failed.details().waitingFor()).isEmpty();
        assertThat(failed.disks()).extracting(RunDisk::snapshotId).doesNotContain("");
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void progressBeginsTheFourDaysAnew() {
        daemon.job();
        meet("block of 2001", Retry.ON_RESUME);
        Run run = started();
        daemon.scheduleAfter(Duration.ofDays(3));
        // two blocks get through before the next trouble
        int[] blocks = {0};
        Problem away = new Problem("AWAY", "away", "", Retry.ON_RESUME);
        world.trouble.next.clear();
        world.trouble.atEachBlock = () -> {
            blocks[0]++;
            if (blocks[0] > 2) {
                throw away.asException();
            }
        };
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(now(run).details().waitingFor()).isEqualTo("away");
        daemon.scheduleAfter(Duration.ofDays(3));
        assertThat(now(run).state()).isEqualTo(RunState.ACTIVE);
        world.trouble.atEachBlock = () -> {};
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(now(run).state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aRunThatWaitsCanBeCalledOff() {
        daemon.job();
        meet("block of 2001", Retry.ON_RESUME);
        Run run = started();
        daemon.replication().cancel(run.id());
        assertThat(now(run).state()).isEqualTo(RunState.DELETED);
        assertThat(world.complaints()).isEmpty();
        assertThat(world.ebsCount()).isZero();
    }

    @Test
    void theNextDaemonGoesOnWaiting() {
        daemon.job();
        meet("block of 2001", Retry.ON_RESUME);
        Run run = started();
        Daemon next = Daemon.immortal(world);
        next.begin();
        assertThat(now(run).details().waitingFor()).isEqualTo("the keys have expired");
        world.trouble.next.clear();
        next.scheduleAfter(Duration.ofMinutes(1));
        assertThat(now(run).state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints()).isEmpty();
    }
}
