package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.api.replication.VmIdentity;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.ServerIds;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another vCenter has other machines under the same managed object ids: nothing is done to them. */
final class MachinesTest {
    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    private void setUpWithAnotherVcenter() {
        world.vcenterId = "vcenter-b";
        world.instanceUuid = "uuid-b";
    }

    private Job job() {
        return daemon.job();
    }

    private void forgetIdentity() {
        Job unused = world.database.changeJob(job().id(), job -> job.with(VmIdentity.UNKNOWN));
    }

    @Test
    void aJobKeepsWhichMachineItIsFor() {
        assertThat(job().identity()).isEqualTo(new VmIdentity("vcenter-a", "uuid-a"));
    }

    @Test
    void aRunInAnotherVcenterIsRefusedBeforeAnythingIsMade() {
        daemon.run();
        setUpWithAnotherVcenter();
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.phase()).isEqualTo(RunPhase.CHECKING);
        Problem problem = run.problems().get(0);
        assertThat(problem.code()).isEqualTo("JOB_OF_ANOTHER_VCENTER");
        assertThat(problem.message()).contains("vcenter-a", "vcenter-b", "web 01");
        assertThat(problem.fix()).isNotEmpty();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void anotherMachineUnderTheSameIdIsRefused() {
        job();
        world.instanceUuid = "uuid-b";
        Run run = daemon.run();
        assertThat(run.problems()).extracting(Problem::code).containsExactly("VM_REPLACED");
        assertThat(world.ebsCount()).isZero();
    }

    @Test
    void noGuestOfAnotherVcenterIsShutDownOrPoweredOn() {
        job();
        world.trouble.guestHangs = true;
        Run run = daemon.cutOver(true);
        assertThat(run.phase()).isEqualTo(RunPhase.SHUTTING_DOWN);
        setUpWithAnotherVcenter();
        world.trouble.guestHangs = false;
        daemon.takeUp();
        assertThat(daemon.replication().run(run.id()).orElseThrow().state()).isEqualTo(RunState.FAILED);
        assertThat(world.power).isEqualTo(PowerState.ON);
        world.power = PowerState.OFF;
        assertThatThrownBy(() -> daemon.replication().powerOn(run.jobId()))
                .hasMessageContaining("JOB_OF_ANOTHER_VCENTER");
        assertThat(world.power).isEqualTo(PowerState.OFF);
    }

    @Test
    void noSnapshotOfAnotherVcentersMachineIsTakenOrRemoved() {
        RunRecord going = RunRecord.pending("sms-run-1", job().id(), Daemon.NOW);
        world.database.add(going);
        world.database.save(going.taken().at(RunPhase.SNAPSHOTTING));
        setUpWithAnotherVcenter();
        // as another connector's of that vCenter may be named by chance, or in a copy of it
        world.plantVmSnapshot("connector-sms-run-1");
        daemon.takeUp();
        RunRecord ended = world.database.run("sms-run-1").orElseThrow();
        assertThat(ended.state()).isEqualTo(RunState.FAILED);
        assertThat(ended.leftovers()).isTrue();
        assertThat(world.vmSnapshotNames()).containsOnlyOnce("connector-sms-run-1");
        world.vcenterId = "vcenter-a";
        world.instanceUuid = "uuid-a";
        daemon.sweep();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aJobThatWasMadeBeforeLearnsItsMachineAtItsNextRun() {
        forgetIdentity();
        assertThat(daemon.run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(job().identity()).isEqualTo(new VmIdentity("vcenter-a", "uuid-a"));
        setUpWithAnotherVcenter();
        assertThat(daemon.run().state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void aJobThatWasMadeBeforeIsHeldToTheCatalogsIdOfItsServer() {
        Job job = job();
        world.database.deleteJob(job.id());
        world.database.add(new Job(
                job.id(),
                job.vmId(),
                job.vmName(),
                job.spec(),
                job.createdAt(),
                "",
                ServerIds.of("vcenter-a", "uuid-a"),
                job.status()));
        setUpWithAnotherVcenter();
        assertThat(daemon.run().problems()).extracting(Problem::code).containsExactly("VM_REPLACED");
        world.vcenterId = "vcenter-a";
        world.instanceUuid = "uuid-a";
        assertThat(daemon.run().state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void imagesStayWhileTheMachineIsNotProvenToBeTheSame() {
        Job job = job();
        for (int i = 0; i < 3; i++) {
            world.guestWrites();
            daemon.run();
        }
        setUpWithAnotherVcenter();
        JobSpec fewer = new JobSpec(
                "web01", "", false, 0, new Schedule.OnDemand(), new ImageOptions(1, LicenseType.BYOL, "", false, ""));
        daemon.replication().update(job.id(), fewer, Replication.ANY_REVISION);
        assertThat(daemon.sweep()).isFalse();
        assertThat(world.imageCount()).isEqualTo(3);
        world.trouble.vmIsGone = true;
        assertThat(daemon.sweep()).isFalse();
        assertThat(world.imageCount()).isEqualTo(3);
        // the server was removed from its own vCenter, as after a migration
        world.vcenterId = "vcenter-a";
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.imageCount()).isEqualTo(1);
    }

    @Test
    void aHostWithoutAUuidHoldsNobodyToAnything() {
        world.vcenterId = "";
        assertThat(daemon.run().state()).isEqualTo(RunState.COMPLETED);
        world.vcenterId = "vcenter-a";
        assertThat(daemon.run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(List.of(job().identity())).containsExactly(new VmIdentity("vcenter-a", "uuid-a"));
    }
}
