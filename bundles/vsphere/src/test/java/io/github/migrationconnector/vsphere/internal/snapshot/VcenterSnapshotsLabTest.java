package io.github.migrationconnector.vsphere.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.vmsnapshot.ChangeTracking;
import io.github.migrationconnector.api.vmsnapshot.ChangedAreas;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabExtension;
import io.github.migrationconnector.lab.LabVcenter;
import io.github.migrationconnector.lab.LabVcenter.Content.Seeded;
import io.github.migrationconnector.lab.LabVcenterEndpoint;
import io.github.migrationconnector.vsphere.internal.fake.LabSessions;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
class VcenterSnapshotsLabTest {
    private static final int MIB = 1 << 20;

    private final Lab lab;
    private final VcenterSessions sessions;
    private final VcenterSnapshots snapshots;

    VcenterSnapshotsLabTest(Lab lab) {
        this.lab = lab;
        this.sessions =
                LabSessions.connection(lab, LabVcenterEndpoint.CONNECTOR).sessions();
        this.snapshots = new VcenterSnapshots(sessions);
    }

    @AfterEach
    void logOut() {
        sessions.deactivate();
    }

    private LabVcenter.Vm vm(String name) {
        return lab.vcenter().addVm(name, "bios", List.of(new Seeded(8 * MIB, 5, true)));
    }

    @Test
    void takesFindsAndRemoves() {
        LabVcenter.Vm vm = vm("snapshots-take");
        assertThat(snapshots.find(vm.id(), "connector-a")).isEmpty();
        VmSnapshot taken = snapshots.create(vm.id(), "connector-a", false);
        assertThat(taken.vmId()).isEqualTo(vm.id());
        assertThat(taken.disks()).singleElement().satisfies(disk -> {
            assertThat(disk.key()).isEqualTo(vm.disks().get(0).key());
            assertThat(disk.capacityBytes()).isEqualTo(8 * MIB);
            assertThat(disk.uuid()).isEqualTo(vm.disks().get(0).uuid());
            assertThat(disk.changeId()).isEmpty();
            assertThat(disk.source()).hasToString("vsphere-snapshot:" + vm.id() + "/" + taken.id() + "/" + disk.key());
        });
        assertThat(snapshots.find(vm.id(), "connector-a")).contains(taken);
        assertThat(snapshots.owned()).contains(taken);
        snapshots.remove(vm.id(), taken.id());
        assertThat(snapshots.find(vm.id(), "connector-a")).isEmpty();
        assertThat(snapshots.owned()).doesNotContain(taken);
        assertThatCode(() -> snapshots.remove(vm.id(), taken.id())).doesNotThrowAnyException();
    }

    @Test
    void leavesChildrenWhereTheyAre() {
        LabVcenter.Vm vm = vm("snapshots-children");
        VmSnapshot older = snapshots.create(vm.id(), "connector-older", false);
        VmSnapshot younger = snapshots.create(vm.id(), "connector-younger", false);
        snapshots.remove(vm.id(), older.id());
        assertThat(snapshots.find(vm.id(), "connector-younger"))
                .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(younger.id()));
        snapshots.remove(vm.id(), younger.id());
    }

    @Test
    void refusesNamesThatAreNotItsOwn() {
        assertThatThrownBy(() -> snapshots.create("vm-1", "before the patch", false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsThatTheMachineIsGone() {
        LabVcenter.Vm vm = vm("snapshots-gone");
        VmSnapshot taken = snapshots.create(vm.id(), "connector-gone", false);
        lab.vcenter().deleteVm(vm.name());
        assertThatCode(() -> snapshots.remove(vm.id(), taken.id())).doesNotThrowAnyException();
        assertThat(snapshots.find(vm.id(), "connector-gone")).isEmpty();
        assertThat(catchThrowableOfType(ConnectorException.class, () -> snapshots.create(vm.id(), "connector-b", false))
                        .problem()
                        .code())
                .isEqualTo("VM_GONE");
    }

    @Test
    void tracksChangesFromTheFirstSnapshotOn() {
        LabVcenter.Vm vm = vm("snapshots-tracking");
        int key = vm.disks().get(0).key();
        assertThat(snapshots.enableChangeTracking(vm.id())).isInstanceOf(ChangeTracking.On.class);
        VmSnapshot first = snapshots.create(vm.id(), "connector-1", false);
        String since = disk(first).changeId();
        assertThat(since).isNotEmpty();
        assertThat(snapshots.changedAreas(first, key, since)).isEqualTo(new ChangedAreas.Known(List.of()));
        snapshots.remove(vm.id(), first.id());

        lab.vcenter().write(vm.name(), key, 700_001, new byte[] {1, 2, 3});
        lab.vcenter().writeZeros(vm.name(), key, 8 * MIB - 512, 512);
        VmSnapshot second = snapshots.create(vm.id(), "connector-2", false);
        ChangedAreas.Known changed = (ChangedAreas.Known) snapshots.changedAreas(second, key, since);
        assertThat(changed.areas()).anySatisfy(area -> assertCovers(area, 700_001, 3));
        assertThat(changed.areas()).anySatisfy(area -> assertCovers(area, 8 * MIB - 512, 512));
        assertThat(changed.areas().stream().mapToLong(Extent::lengthBytes).sum())
                .isLessThan(MIB);

        assertThat(snapshots.changedAreas(second, key, "*")).isInstanceOf(ChangedAreas.Known.class);
        assertThat(snapshots.changedAreas(second, key, "52 00-00/1")).isInstanceOf(ChangedAreas.Unknown.class);
        assertThat(snapshots.changedAreas(second, key, "nonsense")).isInstanceOf(ChangedAreas.Unknown.class);
        snapshots.remove(vm.id(), second.id());
    }

    private static void assertCovers(Extent area, long offset, long length) {
        assertThat(area.offsetBytes()).isLessThanOrEqualTo(offset);
        assertThat(area.endBytes()).isGreaterThanOrEqualTo(offset + length);
    }

    private static SnapshotDisk disk(VmSnapshot snapshot) {
        return snapshot.disks().get(0);
    }

    @Test
    void doesNotSwitchTrackingOnWhileThereAreSnapshots() {
        LabVcenter.Vm vm = vm("snapshots-late");
        VmSnapshot present = snapshots.create(vm.id(), "connector-present", false);
        assertThat(snapshots.enableChangeTracking(vm.id()))
                .isInstanceOfSatisfying(ChangeTracking.Off.class, off -> assertThat(off.reason())
                        .contains("snapshots"));
        assertThat(snapshots.changedAreas(present, disk(present).key(), "*"))
                .isInstanceOfSatisfying(ChangedAreas.Unknown.class, unknown -> assertThat(unknown.reason())
                        .contains("off"));
        snapshots.remove(vm.id(), present.id());
    }

    @Test
    void worksWithoutTheRightToTrackChanges() {
        LabVcenter.Vm vm = vm("snapshots-seed");
        VcenterSessions seed =
                LabSessions.connection(lab, LabVcenterEndpoint.SEED).sessions();
        try {
            VcenterSnapshots limited = new VcenterSnapshots(seed);
            assertThat(limited.enableChangeTracking(vm.id()))
                    .isInstanceOfSatisfying(ChangeTracking.Off.class, off -> assertThat(off.reason())
                            .contains("VirtualMachine.Config.ChangeTracking"));
            VmSnapshot taken = limited.create(vm.id(), "connector-seed", false);
            limited.remove(vm.id(), taken.id());
        } finally {
            seed.deactivate();
        }
    }

    @Test
    void outlivesTheEndOfItsSession() {
        LabVcenter.Vm vm = vm("snapshots-expiry");
        snapshots.owned();
        lab.vcenter().expireSessions();
        VmSnapshot taken = snapshots.create(vm.id(), "connector-expiry", false);
        lab.vcenter().expireSessions();
        assertThat(snapshots.owned()).contains(taken);
        lab.vcenter().expireSessions();
        snapshots.remove(vm.id(), taken.id());
    }
}
