package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.power.VmPower;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CutOverTest {
    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    private Run now(Run run) {
        return daemon.replication().run(run.id()).orElseThrow();
    }

    @Test
    void carriesTheLastIncrementOfAGuestThatIsOffAndPausesTheJob() {
        daemon.run();
        world.guestWrites();
        Run run = daemon.cutOver(false);
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.details().cutOver()).isTrue();
        assertThat(run.details().description()).isEqualTo("the last one");
        assertThat(run.warnings()).anyMatch(warning -> warning.message().contains("power web 01 (äöü) on"));
        assertThat(run.disks()).allMatch(disk -> disk.way().equals("changed areas"));
        assertThat(world.power).isEqualTo(PowerState.OFF);
        assertThat(world.plugsPulled).isZero();
        Job job = daemon.job();
        assertThat(job.status().paused()).isTrue();
        assertThat(job.status().message()).contains(run.imageId());
        assertThat(world.complaints()).isEmpty();
        daemon.replication().powerOn(job.id());
        assertThat(world.power).isEqualTo(PowerState.ON);
    }

    @Test
    void waitsForAGuestThatTakesItsTimeAndFailsWithNothingChangedWhenItNeverStops() {
        daemon.job();
        world.trouble.guestHangs = true;
        Run run = daemon.cutOver(false);
        assertThat(run.state()).isEqualTo(RunState.ACTIVE);
        assertThat(run.details().waitingFor()).contains("is shutting down");
        assertThatThrownBy(() -> daemon.replication().powerOn(run.jobId())).hasMessageContaining("RUN_ACTIVE");
        daemon.scheduleAfter(Duration.ofMinutes(6));
        assertThat(now(run).state()).isEqualTo(RunState.FAILED);
        assertThat(now(run).phase()).isEqualTo(RunPhase.SHUTTING_DOWN);
        assertThat(now(run).problems().get(0).code()).isEqualTo("GUEST_DOES_NOT_SHUT_DOWN");
        assertThat(world.power).isEqualTo(PowerState.ON);
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void powersOffOnlyWhenThatIsAllowed() {
        daemon.job();
        world.trouble.guestHangs = true;
        Run run = daemon.cutOver(true);
        assertThat(world.plugsPulled).isZero();
        daemon.scheduleAfter(Duration.ofMinutes(6));
        assertThat(now(run).state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.plugsPulled).isEqualTo(1);
    }

    @Test
    void aGuestWithoutToolsIsPoweredOffAtOnceOrRefused() {
        daemon.job();
        Problem absent = Problem.fatal(VmPower.TOOLS_ABSENT, "no tools", "Install them.");
        world.trouble.meet("VmPower.shutDownGuest", absent, absent);
        Run refused = daemon.cutOver(false);
        assertThat(refused.state()).isEqualTo(RunState.FAILED);
        assertThat(refused.problems()).containsExactly(absent);
        assertThat(daemon.cutOver(true).state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.plugsPulled).isEqualTo(1);
    }

    /** The tools stop before the rest of the guest does. */
    @Test
    void aGuestWhoseToolsHaveStoppedIsNotPoweredOffWhileItShutsDown() {
        daemon.job();
        world.trouble.guestHangs = true;
        Run run = daemon.cutOver(true);
        world.trouble.meet("VmPower.shutDownGuest", Problem.fatal(VmPower.TOOLS_ABSENT, "no tools", "Install them."));
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(now(run).state()).isEqualTo(RunState.ACTIVE);
        assertThat(world.plugsPulled).isZero();
        world.power = PowerState.OFF;
        daemon.scheduleAfter(Duration.ofMinutes(1));
        assertThat(now(run).state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.plugsPulled).isZero();
    }

    @Test
    void aGuestThatIsOnAgainBeforeItsSnapshotIsNotCutOver() {
        daemon.run();
        world.trouble.beforeSnapshot = () -> world.power = PowerState.ON;
        Run run = daemon.cutOver(true);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.phase()).isEqualTo(RunPhase.SNAPSHOTTING);
        assertThat(run.problems()).extracting(Problem::code).startsWith("GUEST_ON_AGAIN");
        assertThat(daemon.job().status().paused()).isFalse();
        assertThat(world.complaints()).isEmpty();
        world.trouble.beforeSnapshot = () -> {};
        assertThat(daemon.cutOver(true).state()).isEqualTo(RunState.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(
            value = PowerState.class,
            names = {"ON", "SUSPENDED"})
    void aGuestThatIsOnAgainBeforeTheEndIsNotCutOver(PowerState again) {
        daemon.job();
        world.trouble.atEachBlock = () -> world.power = again;
        Run run = daemon.cutOver(true);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.problems()).extracting(Problem::code).startsWith("GUEST_ON_AGAIN");
        assertThat(daemon.job().status().paused()).isFalse();
        assertThat(daemon.job().latestImageId()).isEmpty();
        assertThat(world.complaints()).isEmpty();
    }

    /** The image was registered, the answer lost, and the guest powered on before the run was taken up again. */
    @Test
    void theImageOfARunThatIsNoCutOverAfterAllGoes() {
        daemon.job();
        world.trouble.atRegistration = () -> {
            world.power = PowerState.ON;
            throw Problem.passing("AWS_CONNECTION_LOST", "the answer was lost", "")
                    .asException();
        };
        Run run = daemon.cutOver(true);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.problems()).extracting(Problem::code).startsWith("GUEST_ON_AGAIN");
        assertThat(world.imageCount()).isZero();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aRunThatStopsNothingCaresForNoPower() {
        world.power = PowerState.SUSPENDED;
        assertThat(daemon.run().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void aSuspendedMachineIsRefused() {
        daemon.job();
        world.power = PowerState.SUSPENDED;
        assertThat(daemon.cutOver(true).problems().get(0).code()).isEqualTo("VM_SUSPENDED");
        assertThat(world.plugsPulled).isZero();
    }
}
