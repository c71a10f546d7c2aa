package io.github.migrationconnector.vsphere.internal.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterPrivilege;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Finding.Severity;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Fault.Action.Drop;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabExtension;
import io.github.migrationconnector.lab.LabUser;
import io.github.migrationconnector.lab.LabVcenter;
import io.github.migrationconnector.lab.LabVcenter.Content.Seeded;
import io.github.migrationconnector.lab.LabVcenterEndpoint;
import io.github.migrationconnector.vsphere.internal.fake.FixedConnection;
import io.github.migrationconnector.vsphere.internal.fake.LabSessions;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import io.github.migrationconnector.vsphere.internal.snapshot.VcenterSnapshots;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
class VcenterInventoryLabTest {
    private static final int MIB = 1 << 20;

    private final Lab lab;
    private final VcenterSessions sessions;
    private final VcenterInventory inventory;

    VcenterInventoryLabTest(Lab lab) {
        this.lab = lab;
        this.sessions =
                LabSessions.connection(lab, LabVcenterEndpoint.CONNECTOR).sessions();
        this.inventory = new VcenterInventory(sessions);
    }

    @AfterEach
    void logOut() {
        sessions.deactivate();
    }

    private LabVcenter.Vm vm(String name) {
        return lab.vcenter().addVm(name, "efi", List.of(new Seeded(3 * MIB, 1, true), new Seeded(MIB + 512, 2, false)));
    }

    @Test
    void tellsWhoAnswers() {
        String user = LabVcenterEndpoint.CONNECTOR;
        Secret password = Secret.of(lab.vcenterEndpoint().user(user).secret());
        VcenterExamination found = new SoapVcenterCheck().check(LabSessions.endpoint(lab, user), password);
        assertThat(found.identity().product()).contains("vCenter");
        assertThat(found.identity().apiVersion()).isNotEmpty();
        assertThat(found.datacenters()).isNotEmpty().allSatisfy(datacenter -> {
            assertThat(datacenter.path()).startsWith("/");
            assertThat(datacenter.missing()).isEmpty();
            assertThat(datacenter.offered()).containsExactly(VcenterPrivilege.POWER_OFF, VcenterPrivilege.POWER_ON);
        });
    }

    @Test
    void namesExactlyThePrivilegeThatLacks() {
        List<VcenterPrivilege> needed = Arrays.stream(VcenterPrivilege.values())
                .filter(VcenterPrivilege::needed)
                .toList();
        assertThat(needed).hasSize(5);
        for (VcenterPrivilege lacking : needed) {
            List<String> others = needed.stream()
                    .filter(privilege -> privilege != lacking)
                    .map(VcenterPrivilege::id)
                    .toList();
            LabUser user = lab.vcenter().addUser("lacks-" + lacking.name().toLowerCase(Locale.ROOT), others);
            VcenterExamination found =
                    new SoapVcenterCheck().check(LabSessions.endpoint(lab, user.name()), Secret.of(user.secret()));
            assertThat(found.datacenters()).isNotEmpty().allSatisfy(datacenter -> {
                assertThat(datacenter.missing()).containsExactly(lacking);
                assertThat(datacenter.granted()).hasSize(4);
            });
        }
    }

    @Test
    void asksTheSessionInForce() {
        SessionWatch watch = new SessionWatch(sessions);
        watch.greet();
        assertThat(watch.examine().datacenters()).isNotEmpty();
    }

    @Test
    void findsAMachineByItsIdAsTheListShowsIt() {
        LabVcenter.Vm made = vm("inventory-by-id");
        Vm listed = inventory.list().stream()
                .filter(vm -> vm.id().equals(made.id()))
                .findFirst()
                .orElseThrow();
        try (ActiveFault planted = lab.faults().inject(Fault.always("vcenter", "CreateContainerView", new Drop()))) {
            assertThat(inventory.find(made.id()))
                    .as("without a look at the whole estate")
                    .contains(listed);
            assertThat(planted.hits()).isZero();
        }
        assertThat(inventory.find("vm-999999999")).isEmpty();
        lab.vcenter().deleteVm(made.name());
        assertThat(inventory.find(made.id())).isEmpty();
    }

    @Test
    void listsMachinesWithTheirDisks() {
        LabVcenter.Vm made = vm("inventory-list");
        Vm found = inventory.list().stream()
                .filter(vm -> vm.id().equals(made.id()))
                .findFirst()
                .orElseThrow();
        assertThat(found.name()).isEqualTo("inventory-list");
        assertThat(found.path()).matches("/[^/]+/vm/(.*/)?inventory-list");
        assertThat(found.powerState()).isEqualTo(PowerState.ON);
        assertThat(found.firmware()).isEqualTo(Firmware.UEFI);
        assertThat(found.instanceUuid()).isNotEmpty();
        Secret password = Secret.of(
                lab.vcenterEndpoint().user(LabVcenterEndpoint.CONNECTOR).secret());
        String vcenterId = new SoapVcenterCheck()
                .check(LabSessions.endpoint(lab, LabVcenterEndpoint.CONNECTOR), password)
                .identity()
                .instanceUuid();
        assertThat(inventory.vcenterId()).isEqualTo(vcenterId).isNotEmpty();
        assertThat(found.placement().vcenterId()).isEqualTo(vcenterId);
        assertThat(found.placement().hostId()).startsWith("host-");
        assertThat(found.disks()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(found.disks().get(i).key()).isEqualTo(made.disks().get(i).key());
            assertThat(found.disks().get(i).uuid())
                    .isEqualTo(made.disks().get(i).uuid());
            assertThat(found.disks().get(i).capacityBytes())
                    .isEqualTo(made.disks().get(i).sizeBytes());
            assertThat(found.disks().get(i).mode()).isEqualTo("persistent");
            assertThat(found.disks().get(i).fileName()).startsWith("[");
        }
    }

    @Test
    void findsByIdPathAndName() {
        LabVcenter.Vm made = vm("inventory-find");
        Vm byName = inventory.find("inventory-find").orElseThrow();
        assertThat(byName.id()).isEqualTo(made.id());
        assertThat(inventory.find(made.id())).contains(byName);
        assertThat(inventory.find(byName.path())).contains(byName);
        assertThat(inventory.find("no such machine")).isEmpty();
    }

    @Test
    void findsNothingWrongWithAPlainMachine() {
        assertThat(inventory.preflight(vm("preflight-plain").id()))
                .extracting(Finding::code)
                .containsOnly();
    }

    @Test
    void saysThatAMachineIsNotThere() {
        assertThat(catchThrowableOfType(ConnectorException.class, () -> inventory.preflight("vm-99999"))
                        .problem()
                        .code())
                .isEqualTo("VM_GONE");
    }

    @Test
    void namesThePrivilegesThatTheSeedUserLacks() {
        String id = vm("preflight-seed").id();
        VcenterSessions seed =
                LabSessions.connection(lab, LabVcenterEndpoint.SEED).sessions();
        try {
            List<Finding> findings = new VcenterInventory(seed).preflight(id);
            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.code()).isEqualTo("CHANGE_TRACKING_NOT_ALLOWED");
                assertThat(finding.message())
                        .contains("VirtualMachine.Config.ChangeTracking", "VirtualMachine.Provisioning.DiskRandomRead");
                assertThat(finding.fix()).isNotEmpty();
            });
        } finally {
            seed.deactivate();
        }
    }

    @Test
    void warnsOfItsOwnLeftOverSnapshot() {
        String id = vm("preflight-left-over").id();
        VcenterSnapshots snapshots = new VcenterSnapshots(sessions);
        VmSnapshot snapshot = snapshots.create(id, "connector-left-over", false);
        assertThat(inventory.preflight(id))
                .extracting(Finding::code)
                .containsExactly("SNAPSHOT_LEFT_OVER", "CHANGE_TRACKING_BLOCKED");
        snapshots.remove(id, snapshot.id());
        assertThat(inventory.preflight(id)).isEmpty();
    }

    @Test
    void sendsAWrongPasswordOnce() {
        VcenterSessions wrong =
                new FixedConnection(LabSessions.endpoint(lab, LabVcenterEndpoint.SEED), "not it").sessions();
        VcenterInventory refused = new VcenterInventory(wrong);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(refused::list).hasMessageContaining("VCENTER_LOGIN_REFUSED");
        }
    }
}
