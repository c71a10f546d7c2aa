package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.VirtualDevice;
import com.vmware.vim25.VirtualDeviceBackingInfo;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualDiskRawDiskMappingVer1BackingInfo;
import com.vmware.vim25.VirtualDiskRawDiskVer2BackingInfo;
import com.vmware.vim25.VirtualMachineSnapshotInfo;
import com.vmware.vim25.VirtualSCSIController;
import com.vmware.vim25.VirtualSCSISharing;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Finding.Severity;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.vim.FlatBacking;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What speaks against copying a machine's disks. */
final class DiskFindings {
    /** Source: vSphere Web Services API, enums VirtualDiskMode and VirtualDiskSharing. */
    private static final Set<String> FROZEN_BY_SNAPSHOTS = Set.of("persistent");

    private static final String MULTI_WRITER = "sharingMultiWriter";

    private final Set<Integer> sharedControllers;
    private final boolean hasSnapshots;
    private final List<Finding> findings = new ArrayList<>();

    private DiskFindings(ObjectProperties machine) {
        this.sharedControllers = VmDisks.devices(machine).stream()
                .filter(device -> device instanceof VirtualSCSIController scsi
                        && scsi.getSharedBus() != null
                        && scsi.getSharedBus() != VirtualSCSISharing.noSharing)
                .map(VirtualDevice::getKey)
                .collect(Collectors.toSet());
        this.hasSnapshots = machine.get("snapshot", VirtualMachineSnapshotInfo.class)
                .filter(info -> !SnapshotTree.flatten(info).isEmpty())
                .isPresent();
    }

    static List<Finding> of(ObjectProperties machine) {
        DiskFindings all = new DiskFindings(machine);
        List<VirtualDisk> disks = VmDisks.of(machine);
        if (disks.isEmpty()) {
            all.refuse("VM_WITHOUT_DISKS", "It has no disks", "Choose a virtual machine that has one.");
        }
        disks.forEach(all::check);
        return all.findings;
    }

    private void check(VirtualDisk disk) {
        String label = VmDisks.label(disk);
        VirtualDeviceBackingInfo backing = disk.getBacking();
        if (backing instanceof VirtualDiskRawDiskMappingVer1BackingInfo
                || backing instanceof VirtualDiskRawDiskVer2BackingInfo) {
            refuse(
                    "DISK_RAW_DEVICE",
                    label + " is a raw device mapping, which has no file to read",
                    "Convert it to a virtual disk by Storage vMotion, or detach it.");
        } else if (backing instanceof FlatBacking flat) {
            checkFlat(label, flat);
        } else {
            String kind = backing == null ? "none" : backing.getClass().getSimpleName();
            refuse(
                    "DISK_FORMAT_UNSUPPORTED",
                    label + " is of a kind that can't be read (" + kind + ")",
                    "Move it to a VMFS or NFS datastore as a thin or thick disk by Storage vMotion.");
        }
        if (disk.getControllerKey() != null && sharedControllers.contains(disk.getControllerKey())) {
            refuse(
                    "DISK_SHARED",
                    label + " is on a SCSI bus that is shared with other machines",
                    "Set the controller's bus sharing to none, or detach the disk.");
        }
    }

    private void checkFlat(String label, FlatBacking flat) {
        if (flat.keyId != null) {
            refuse(
                    "DISK_ENCRYPTED",
                    label + " is encrypted by vSphere: it would be copied as ciphertext",
                    "Decrypt it by choosing a storage policy without encryption.");
        }
        if (MULTI_WRITER.equals(flat.getSharing())) {
            refuse(
                    "DISK_SHARED",
                    label + " may be written by several machines at once",
                    "Set its sharing to none, or detach it.");
        }
        if (flat.getDiskMode() != null && !FROZEN_BY_SNAPSHOTS.contains(flat.getDiskMode())) {
            refuse(
                    "DISK_INDEPENDENT",
                    label + " has the mode " + flat.getDiskMode() + ", so a snapshot does not freeze it",
                    "Set its mode to dependent while the virtual machine is off, or detach it.");
        }
        if (flat.getParent() != null && !hasSnapshots) {
            refuse(
                    "DISK_IS_DELTA",
                    label
                            + " builds on another disk though there is no snapshot: a linked clone, or disks to be consolidated",
                    "Consolidate its disks, or make a full clone.");
        }
    }

    private void refuse(String code, String message, String fix) {
        findings.add(new Finding(Severity.REFUSED, code, message, fix));
    }
}
