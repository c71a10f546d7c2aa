package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class HousekeepingTest {
    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    private static Problem[] times(int count) {
        Problem[] problems = new Problem[count];
        Arrays.fill(
                problems, Problem.passing("VCENTER_UNREACHABLE", "vCenter does not answer", "Look at the network."));
        return problems;
    }

    @Test
    void theOrphanOfAnEndedRunGoesAndAnotherConnectorsStays() {
        Run run = daemon.run();
        world.plantVmSnapshot("connector-" + run.id());
        world.plantVmSnapshot("connector-sms-run-unknown");
        daemon.sweep();
        assertThat(world.vmSnapshotNames())
                .containsExactlyInAnyOrder("connector-sms-run-of-another", "connector-sms-run-unknown");
    }

    @Test
    void theSnapshotOfARunThatGoesOnStays() {
        RunRecord going = RunRecord.pending("sms-run-1", daemon.job().id(), Daemon.NOW);
        world.database.add(going);
        world.database.save(going.taken());
        world.plantVmSnapshot("connector-sms-run-1");
        daemon.sweep();
        assertThat(world.vmSnapshotNames()).contains("connector-sms-run-1");
    }

    @Test
    void oneOrphanThatCanNotGoDoesNotKeepTheOthers() {
        Run run = daemon.run();
        world.plantVmSnapshot("connector-" + run.id());
        world.plantVmSnapshot("connector-" + run.id());
        world.trouble.meet("VmSnapshots.remove", times(1));
        daemon.sweep();
        assertThat(world.vmSnapshotNames()).containsOnlyOnce("connector-" + run.id());
        daemon.sweep();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aSweepThatCouldNotDoAllIsRepeatedSoonOthersNowAndThen() {
        Run run = daemon.run();
        world.plantVmSnapshot("connector-" + run.id());
        world.trouble.meet("VmSnapshots.remove", times(1));
        daemon.tickAfter(Duration.ZERO);
        assertThat(world.complaints()).isNotEmpty();
        daemon.tickAfter(Duration.ofMinutes(1));
        assertThat(world.complaints()).isEmpty();
        world.plantVmSnapshot("connector-" + run.id());
        daemon.tickAfter(Duration.ofMinutes(9));
        assertThat(world.complaints()).isNotEmpty();
        daemon.tickAfter(Duration.ofMinutes(1));
        assertThat(world.complaints()).isEmpty();
    }

    /** A run that failed while vCenter was away, so that its VM snapshot could not go. */
    private Run withLeftovers() {
        daemon.job();
        world.trouble.meet("Transfers.run 2000", Problem.fatal("BROKEN", "broken", ""));
        world.trouble.meet("VmSnapshots.remove", times(RetryPolicy.ATTEMPTS));
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.problems()).extracting(Problem::code).containsExactly("VCENTER_UNREACHABLE", "BROKEN");
        assertThat(run.warnings()).anyMatch(text -> text.contains("could not be removed yet"));
        assertThat(world.complaints()).contains(run.id() + " has leftovers");
        return run;
    }

    @Test
    void whatCouldNotBeRemovedIsTriedAgain() {
        withLeftovers();
        world.trouble.meet("VmSnapshots.remove", times(2));
        assertThat(daemon.sweep()).isFalse();
        assertThat(world.complaints()).isNotEmpty();
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aJobIsNotForgottenWhileItsRunsHaveLeftSomething() {
        withLeftovers();
        String job = daemon.job().id();
        world.trouble.meet("VmSnapshots.remove", times(1));
        assertThatThrownBy(() -> daemon.replication().delete(job)).isInstanceOf(ConnectorException.class);
        assertThat(daemon.replication().job(job)).isPresent();
        daemon.replication().delete(job);
        assertThat(world.complaints()).isEmpty();
        assertThat(daemon.replication().jobs()).isEmpty();
    }
}
