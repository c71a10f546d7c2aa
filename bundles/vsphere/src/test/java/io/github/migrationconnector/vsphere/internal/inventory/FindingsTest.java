package io.github.migrationconnector.vsphere.internal.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.vmware.vim25.Description;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.ParaVirtualSCSIController;
import com.vmware.vim25.VirtualDevice;
import com.vmware.vim25.VirtualDeviceBackingInfo;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualDiskFlatVer2BackingInfo;
import com.vmware.vim25.VirtualDiskRawDiskMappingVer1BackingInfo;
import com.vmware.vim25.VirtualDiskSeSparseBackingInfo;
import com.vmware.vim25.VirtualMachineConnectionState;
import com.vmware.vim25.VirtualMachinePowerState;
import com.vmware.vim25.VirtualMachineSnapshotInfo;
import com.vmware.vim25.VirtualMachineSnapshotTree;
import com.vmware.vim25.VirtualSCSISharing;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Finding.Severity;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.vim.CryptoKeyId;
import io.github.migrationconnector.vsphere.internal.vim.FlatBacking;
import io.github.migrationconnector.vsphere.internal.vim.VirtualTPM;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing of correctness rule 16 that the lab's machines can't have. */
class FindingsTest {
    private final Map<String, Object> machine = new HashMap<>(Map.of(
            "runtime.powerState",
            VirtualMachinePowerState.poweredOn,
            "runtime.connectionState",
            VirtualMachineConnectionState.connected,
            "config.changeTrackingEnabled",
            true,
            VmDisks.DEVICES,
            new VirtualDevice[] {disk(new FlatBacking())}));

    private ObjectProperties properties() {
        return new ObjectProperties(new ManagedObjectReference(), machine);
    }

    private static VirtualDisk disk(VirtualDeviceBackingInfo backing) {
        if (backing instanceof FlatBacking flat && flat.getDiskMode() == null) {
            flat.setDiskMode("persistent");
        }
        VirtualDisk disk = new VirtualDisk();
        disk.setKey(2000);
        disk.setControllerKey(1000);
        disk.setBacking(backing);
        Description description = new Description();
        description.setLabel("Hard disk 1");
        disk.setDeviceInfo(description);
        return disk;
    }

    private void devices(VirtualDevice... devices) {
        machine.put(VmDisks.DEVICES, devices);
    }

    private void assertFinds(Severity severity, String code) {
        List<Finding> all = new ArrayList<>(MachineFindings.of(properties()));
        all.addAll(DiskFindings.of(properties()));
        assertThat(all).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.fix()).isNotEmpty();
        });
    }

    @Test
    void findsNothingWrongWithAPlainMachine() {
        assertThat(MachineFindings.of(properties())).isEmpty();
        assertThat(DiskFindings.of(properties())).isEmpty();
    }

    @Test
    void refusesEncryptedMachinesAndDisks() {
        FlatBacking encrypted = new FlatBacking();
        encrypted.keyId = new CryptoKeyId();
        devices(disk(encrypted));
        assertFinds(Severity.REFUSED, "DISK_ENCRYPTED");
        devices(disk(new FlatBacking()));
        machine.put(Preflight.ENCRYPTION_KEY, new CryptoKeyId());
        assertFinds(Severity.REFUSED, "VM_ENCRYPTED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "independent_persistent",
                "independent_nonpersistent",
                "nonpersistent",
                "undoable",
                "append",
                "new"
            })
    void refusesDisksThatASnapshotDoesNotFreeze(String mode) {
        FlatBacking backing = new FlatBacking();
        backing.setDiskMode(mode);
        devices(disk(backing));
        assertFinds(Severity.REFUSED, "DISK_INDEPENDENT");
    }

    @Test
    void refusesRawDevices() {
        devices(disk(new VirtualDiskRawDiskMappingVer1BackingInfo()));
        assertFinds(Severity.REFUSED, "DISK_RAW_DEVICE");
    }

    @Test
    void refusesKindsOfDisksThatItDoesNotKnow() {
        devices(disk(new VirtualDiskSeSparseBackingInfo()));
        assertFinds(Severity.REFUSED, "DISK_FORMAT_UNSUPPORTED");
        devices(disk(new VirtualDeviceBackingInfo()));
        assertFinds(Severity.REFUSED, "DISK_FORMAT_UNSUPPORTED");
    }

    @Test
    void refusesDisksThatOthersMayWrite() {
        FlatBacking shared = new FlatBacking();
        shared.setSharing("sharingMultiWriter");
        devices(disk(shared));
        assertFinds(Severity.REFUSED, "DISK_SHARED");
    }

    @ParameterizedTest
    @EnumSource(
            value = VirtualSCSISharing.class,
            names = {"virtualSharing", "physicalSharing"})
    void refusesDisksOnASharedBus(VirtualSCSISharing sharing) {
        ParaVirtualSCSIController controller = new ParaVirtualSCSIController();
        controller.setKey(1000);
        controller.setSharedBus(sharing);
        devices(controller, disk(new FlatBacking()));
        assertFinds(Severity.REFUSED, "DISK_SHARED");
        controller.setSharedBus(VirtualSCSISharing.noSharing);
        assertThat(DiskFindings.of(properties())).isEmpty();
    }

    @Test
    void refusesLinkedClones() {
        FlatBacking delta = new FlatBacking();
        delta.setParent(new VirtualDiskFlatVer2BackingInfo());
        devices(disk(delta));
        assertFinds(Severity.REFUSED, "DISK_IS_DELTA");
    }

    @Test
    void refusesAMachineWithoutDisks() {
        devices();
        assertFinds(Severity.REFUSED, "VM_WITHOUT_DISKS");
    }

    @Test
    void warnsOfAVirtualTpm() {
        devices(new VirtualTPM(), disk(new FlatBacking()));
        assertFinds(Severity.WARNING, "VM_HAS_TPM");
    }

    @Test
    void refusesASuspendedMachineATemplateAndALostOne() {
        machine.put("runtime.powerState", VirtualMachinePowerState.suspended);
        assertFinds(Severity.REFUSED, "VM_SUSPENDED");
        machine.put("runtime.powerState", VirtualMachinePowerState.poweredOff);
        machine.put("config.template", true);
        assertFinds(Severity.REFUSED, "VM_IS_TEMPLATE");
        machine.put("config.template", false);
        machine.put("runtime.connectionState", VirtualMachineConnectionState.disconnected);
        assertFinds(Severity.REFUSED, "VM_NOT_CONNECTED");
    }

    @Test
    void tellsForeignSnapshotsFromItsOwn() {
        machine.put("snapshot", snapshots("connector-run-1", "before the patch"));
        assertFinds(Severity.REFUSED, "SNAPSHOTS_PRESENT");
        machine.put("snapshot", snapshots("connector-run-1"));
        assertFinds(Severity.WARNING, "SNAPSHOT_LEFT_OVER");
    }

    @Test
    void warnsWhenChangesCannotBeTracked() {
        machine.put("config.changeTrackingEnabled", false);
        machine.put("capability.changeTrackingSupported", false);
        assertFinds(Severity.WARNING, "CHANGE_TRACKING_UNSUPPORTED");
        machine.put("capability.changeTrackingSupported", true);
        assertThat(MachineFindings.of(properties())).isEmpty();
        machine.put("snapshot", snapshots("connector-run-1"));
        assertThat(MachineFindings.of(properties()))
                .extracting(Finding::code)
                .containsExactly("SNAPSHOT_LEFT_OVER", "CHANGE_TRACKING_BLOCKED");
    }

    @Test
    void refusesDisksThatNeedConsolidation() {
        machine.put("runtime.consolidationNeeded", true);
        assertFinds(Severity.REFUSED, "CONSOLIDATION_NEEDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vsan", "VVOL"})
    void refusesDatastoresWithoutRanges(String type) {
        ObjectProperties datastore = new ObjectProperties(
                new ManagedObjectReference(), Map.of("name", "d", "summary.type", type, "summary.accessible", true));
        assertThat(DatastoreFindings.of(List.of(datastore)))
                .extracting(Finding::code)
                .containsExactly("DATASTORE_WITHOUT_RANGES");
    }

    @Test
    void refusesDatastoresThatAreAway() {
        ObjectProperties datastore = new ObjectProperties(
                new ManagedObjectReference(), Map.of("name", "d", "summary.type", "VMFS", "summary.accessible", false));
        assertThat(DatastoreFindings.of(List.of(datastore)))
                .extracting(Finding::code)
                .containsExactly("DATASTORE_INACCESSIBLE");
    }

    /** Each a child of the one before. */
    private static VirtualMachineSnapshotInfo snapshots(String... names) {
        VirtualMachineSnapshotTree[] children = null;
        for (int i = names.length - 1; i >= 0; i--) {
            VirtualMachineSnapshotTree snapshot = new VirtualMachineSnapshotTree();
            snapshot.setName(names[i]);
            snapshot.setChildSnapshotList(children);
            children = new VirtualMachineSnapshotTree[] {snapshot};
        }
        VirtualMachineSnapshotInfo info = new VirtualMachineSnapshotInfo();
        info.setRootSnapshotList(children);
        return info;
    }
}
