package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.image.ImageDisk;
import io.github.migrationconnector.api.image.ImageSpec;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs from their start to their end: how they choose, what they make, and how they fail. */
final class RunTest {
    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    private static List<String> ways(Run run) {
        return run.disks().stream().map(RunDisk::way).toList();
    }

    private List<Integer> puts(Run run) {
        return run.disks().stream().map(disk -> world.puts(disk.snapshotId())).toList();
    }

    private Run completed() {
        Run run = daemon.run();
        assertThat(run.problems()).isEmpty();
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints()).isEmpty();
        return run;
    }

    @Test
    void theFirstRunIsFull() {
        Run run = completed();
        assertThat(run.phase()).isEqualTo(RunPhase.FINISHED);
        assertThat(run.startedAt()).isEqualTo(Daemon.NOW);
        assertThat(run.endedAt()).isEqualTo(Daemon.NOW);
        assertThat(ways(run)).containsOnly("full: first run");
        assertThat(run.disks()).allSatisfy(disk -> {
            assertThat(disk.progress().stage()).isEqualTo(TransferStage.DONE);
            assertThat(disk.snapshotId()).startsWith("snap-");
        });
        assertThat(run.imageId()).startsWith("ami-");
        assertThat(daemon.job().latestImageId()).isEqualTo(run.imageId());
        assertThat(world.tags(run.disks().get(0).snapshotId()))
                .containsEntry("connector:id", "c-0123456789abcdef0")
                .containsEntry("connector:job", daemon.job().id())
                .containsEntry("connector:run", run.id())
                .containsEntry("connector:vm", World.VM)
                .containsEntry("connector:disk", "2000 Hard disk 1");
    }

    @Test
    void theImageHasAllDisksTheFirstAsRoot() {
        Run run = completed();
        String name = world.imageNames().get(0);
        assertThat(name).isEqualTo("web 01 (---)-" + run.id());
        ImageSpec image = world.image(name);
        assertThat(run.imageId()).isEqualTo("ami-" + name.hashCode());
        assertThat(image.firmware()).isEqualTo(Firmware.UEFI);
        assertThat(image.disks())
                .containsExactly(
                        new ImageDisk("/dev/sda1", run.disks().get(0).snapshotId(), 1),
                        new ImageDisk("/dev/sdb", run.disks().get(1).snapshotId(), 1));
        assertThat(image.tags()).containsEntry("connector:run", run.id());
    }

    @Test
    void theNextRunPutsWhatChanged() {
        completed();
        world.guestWrites();
        Run second = completed();
        assertThat(ways(second)).containsOnly("changed areas");
        assertThat(puts(second)).allSatisfy(put -> assertThat(put).isLessThanOrEqualTo(2));
        assertThat(second.disks())
                .allSatisfy(disk -> assertThat(disk.progress().blocksDone()).isLessThanOrEqualTo(2));
        assertThat(world.readBacks()).isZero();
        Run third = completed();
        assertThat(ways(third)).containsOnly("changed areas");
        assertThat(puts(third)).containsOnly(0);
    }

    @Test
    void anUnknownChangeIsCompared() {
        completed();
        world.guestWrites();
        world.trouble.changesUnknown = true;
        Run second = completed();
        assertThat(ways(second)).containsOnly("compare: the change id is of another epoch");
        assertThat(puts(second)).allSatisfy(put -> assertThat(put).isLessThanOrEqualTo(2));
        assertThat(second.disks())
                .allSatisfy(disk -> assertThat(disk.progress().blocksDone()).isEqualTo(8));
    }

    @Test
    void withoutTrackingWholeDisksAreCompared() {
        world.trouble.trackingOff = true;
        Run first = completed();
        assertThat(first.warnings())
                .anyMatch(warning -> warning.message().contains("a snapshot of somebody else stands"));
        world.guestWrites();
        assertThat(ways(completed())).containsOnly("compare: changes were not tracked at the last run");
        world.trouble.trackingOff = false;
        assertThat(ways(completed())).containsOnly("compare: changes were not tracked at the last run");
        world.trouble.trackingOff = true;
        assertThat(ways(completed())).containsOnly("compare: changes are not tracked");
    }

    @Test
    void anotherDiskAtTheSamePlaceIsReadWhole() {
        completed();
        world.uuids.put(2001, "uuid-new");
        Run second = completed();
        assertThat(ways(second)).containsExactly("changed areas", "full: another disk is at its place");
    }

    @Test
    void aDiskThatGrewIsComparedAndOneThatShrankIsReadWhole() {
        completed();
        world.resize(2000, 11);
        world.resize(2001, 5);
        Run second = completed();
        assertThat(ways(second)).containsExactly("compare: the disk has grown", "full: the disk has shrunk");
    }

    @Test
    void aSnapshotThatSomebodyRemovedIsNotBuiltOn() {
        Run first = completed();
        String lost = first.disks().get(0).snapshotId();
        world.loseEbs(lost);
        Run second = daemon.run();
        assertThat(ways(second)).containsExactly("full: the last run's snapshot " + lost + " is gone", "changed areas");
        assertThat(second.state()).isEqualTo(RunState.COMPLETED);
    }

    @Test
    void anAccountThatBeganToEncryptGetsAFullSnapshot() {
        completed();
        world.trouble.accountEncrypts = true;
        assertThat(ways(completed()))
                .containsOnly("full: the account encrypts by now, and the last snapshot is not encrypted");
        assertThat(ways(completed())).containsOnly("changed areas");
    }

    @Test
    void aSecondVmSnapshotOfTheSameNameGoesToo() {
        daemon.job();
        boolean[] planted = {false};
        world.trouble.atEachBlock = () -> {
            if (!planted[0]) {
                planted[0] = true;
                world.plantVmSnapshot(
                        "connector-" + world.database.unfinished().get(0).id());
            }
        };
        completed();
    }

    @Test
    void whatPreflightRefusesFailsWithEveryFixAndMakesNothing() {
        world.trouble.findings = List.of(
                new Finding(
                        Finding.Severity.REFUSED, "DISK_INDEPENDENT", "Disk 1 is independent.", "Make it persistent."),
                new Finding(Finding.Severity.WARNING, "OLD_TOOLS", "The tools are old.", "Update them."),
                new Finding(Finding.Severity.REFUSED, "VM_ENCRYPTED", "The VM is encrypted.", "Decrypt it."));
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.phase()).isEqualTo(RunPhase.CHECKING);
        assertThat(run.problems())
                .containsExactly(Problem.fatal(
                        "VM_REFUSED",
                        "/DC0/vm/web01 can't be replicated: Disk 1 is independent. The VM is encrypted.",
                        "Make it persistent. Decrypt it."));
        assertThat(world.complaints()).isEmpty();
        assertThat(daemon.steps()).noneMatch(step -> step.name().contains("VmSnapshots"));
    }

    @Test
    void whatPreflightWarnsOfIsToldAndTheRunGoesOn() {
        world.trouble.findings =
                List.of(new Finding(Finding.Severity.WARNING, "OLD_TOOLS", "The tools are old.", "Update them."));
        assertThat(completed().warnings()).extracting(Notice::message).containsExactly("The tools are old.");
    }

    @Test
    void keysThatAreRefusedAreFoundBeforeAnythingIsMade() {
        daemon.job();
        world.trouble.meet(
                "TargetAccount.defaults", Problem.fatal("AWS_EXPIRED", "the keys have expired", "New ones."));
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.problems()).extracting(Problem::code).containsExactly("AWS_EXPIRED");
        assertThat(daemon.steps()).noneMatch(step -> step.name().contains("VmSnapshots"));
    }

    @Test
    void aVmThatIsGoneIsNamed() {
        daemon.job();
        world.trouble.vmIsGone = true;
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.problems()).extracting(Problem::code).containsExactly("VM_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Inventory.find",
                "TargetAccount.defaults",
                "VmSnapshots.enableChangeTracking",
                "VmSnapshots.create",
                "Transfers.run 2000",
                "block of 2001",
                "VmSnapshots.remove",
                "ImageRegistrar.register"
            })
    void passingTroublePasses(String call) {
        daemon.job();
        Problem busy = Problem.passing("BUSY", "busy", "");
        world.trouble.meet(call, busy, busy);
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.problems()).containsExactly(busy);
        assertThat(world.complaints()).isEmpty();
        assertThat(daemon.pauses()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "Transfers.run 2001,TRANSFERRING",
        "VmSnapshots.create,SNAPSHOTTING",
        "ImageRegistrar.register,REGISTERING"
    })
    void troubleThatDoesNotPassFailsTheRunAndLeavesNothing(String call, RunPhase phase) {
        daemon.job();
        Problem busy = Problem.passing("BUSY", "busy", "");
        world.trouble.meet(call, busy, busy, busy, busy, busy, busy, busy, busy, busy);
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.phase()).isEqualTo(phase);
        assertThat(run.problems()).containsExactly(busy);
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aFailedRunLeavesThePairOfTheLastOneToBuildOn() {
        completed();
        world.guestWrites();
        world.trouble.meet("block of 2001", Problem.fatal("BROKEN", "broken", ""));
        assertThat(daemon.run().state()).isEqualTo(RunState.FAILED);
        assertThat(world.complaints()).isEmpty();
        world.guestWrites();
        assertThat(ways(completed())).containsOnly("changed areas");
    }

    @Test
    void aServiceThatGoesAwayIsWaitedFor() {
        daemon.job();
        Problem away = new Problem("SERVICE_ABSENT", "away", "", Retry.ON_RESUME);
        Problem[] many = new Problem[50];
        Arrays.fill(many, away);
        world.trouble.meet("block of 2000", many);
        Run run = daemon.run();
        for (int minute = 0; minute < 60 && !run.state().ended(); minute++) {
            assertThat(run.details().waitingFor()).isEqualTo("away");
            daemon.scheduleAfter(Duration.ofMinutes(1));
            run = daemon.replication().run(run.id()).orElseThrow();
        }
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.details().waitingFor()).isEmpty();
        assertThat(world.complaints()).isEmpty();
        assertThat(daemon.pauses()).hasSizeLessThan(50);
    }

    @Test
    void aBundleThatIsSwappedUnderTheCallIsMetAgain() {
        daemon.job();
        boolean[] thrown = {false};
        world.trouble.atEachBlock = () -> {
            if (!thrown[0]) {
                thrown[0] = true;
                throw new NoClassDefFoundError("wiring no longer valid");
            }
        };
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.problems()).extracting(Problem::code).containsExactly("SERVICE_REPLACED");
    }

    @Test
    void aFaultOfTheProgramFailsTheRunAndLeavesNothing() {
        daemon.job();
        boolean[] thrown = {false};
        world.trouble.atEachBlock = () -> {
            if (!thrown[0]) {
                thrown[0] = true;
                throw new IllegalStateException("a bug");
            }
        };
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.problems()).extracting(Problem::code).containsExactly("INTERNAL_ERROR");
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void oneDiskThatFailsInPassingDoesNotStopTheOthers() {
        daemon.job();
        world.trouble.meet("Transfers.run 2000", Problem.passing("BUSY", "busy", ""));
        Instant before = Daemon.NOW;
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.COMPLETED);
        assertThat(run.startedAt()).isEqualTo(before);
        long starts = daemon.steps().stream()
                .filter(step -> step.name().equals("before block 0 of 2001"))
                .count();
        assertThat(starts).isEqualTo(1);
    }
}
