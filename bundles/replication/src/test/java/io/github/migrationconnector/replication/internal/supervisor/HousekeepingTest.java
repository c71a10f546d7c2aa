package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Holding;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.VmIdentity;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.target.BlockDigest;
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
        assertThat(run.warnings()).anyMatch(warning -> warning.message().contains("could not be removed yet"));
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
    void whatRunsHoldIsListedUntilItIsRemoved() {
        assertThat(daemon.holdings()).isEmpty();
        Run run = withLeftovers();
        Holding left = new Holding(
                run.id(), run.jobId(), "web 01 (äöü)", Holding.Kind.LEFTOVERS, new VmIdentity("vcenter-a", "uuid-a"));
        assertThat(daemon.holdings()).containsExactly(left);
        RunRecord going = RunRecord.pending("sms-run-1", run.jobId(), Daemon.NOW);
        world.database.add(going);
        assertThat(daemon.holdings())
                .extracting(Holding::kind)
                .containsExactly(Holding.Kind.UNFINISHED, Holding.Kind.LEFTOVERS);
        daemon.begin();
        assertThat(daemon.holdings()).isEmpty();
    }

    /** As after the connector has let go of vCenter by force. */
    @Test
    void aJobThatCanNotBeRemovedSaysWhyAndEndsWhenItCan() {
        withLeftovers();
        String job = daemon.job().id();
        Problem[] many = new Problem[2];
        Arrays.fill(many, Problem.fatal("VCENTER_NOT_SET_UP", "vCenter is not set up.", "Set the connector up."));
        world.trouble.meet("Inventory.vcenterId", many);
        assertThatThrownBy(() -> daemon.replication().delete(job)).isInstanceOf(ConnectorException.class);
        daemon.scheduleAfter(Duration.ofMinutes(1));
        JobStatus status = daemon.replication().job(job).orElseThrow().status();
        assertThat(status.state()).isEqualTo(JobState.DELETING);
        assertThat(status.message()).isEqualTo("VCENTER_NOT_SET_UP: vCenter is not set up. Set the connector up.");
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(daemon.replication().jobs()).isEmpty();
        assertThat(world.complaints()).isEmpty();
    }

    /** Its VM snapshot can't be reached from here any more; what is in AWS can. */
    @Test
    void aJobOfAnotherVcenterEndsWhenWhatItHasInAwsIsGone() {
        withLeftovers();
        world.leakEbs();
        RunRecord left = world.database.all().get(0);
        world.database.save(left.changeDisks(disk -> disk.carried(new TransferResult(
                new TransferProgress(TransferStage.STREAMING, "snap-leak", 524_288, 8, 1, 1, 0, 0),
                1,
                BlockDigest.of(new byte[32]),
                false))));
        String job = daemon.job().id();
        world.vcenterId = "vcenter-b";
        world.trouble.meet("Snapshots.delete", times(1));
        assertThatThrownBy(() -> daemon.replication().delete(job)).hasMessageContaining("VCENTER_UNREACHABLE");
        assertThat(daemon.replication().job(job)).isPresent();
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(daemon.replication().jobs()).isEmpty();
        assertThat(world.ebsCount()).isZero();
        assertThat(world.vmSnapshotNames()).contains("connector-" + left.id());
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
