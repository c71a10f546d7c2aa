package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.VirtualMachineConnectionState;
import com.vmware.vim25.VirtualMachinePowerState;
import com.vmware.vim25.VirtualMachineSnapshotInfo;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Finding.Severity;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.vim.CryptoKeyId;
import io.github.migrationconnector.vsphere.internal.vim.VirtualTPM;
import java.util.ArrayList;
import java.util.List;

/** What speaks against replicating a machine, its disks apart. */
final class MachineFindings {
    private final ObjectProperties machine;
    private final List<Finding> findings = new ArrayList<>();

    private MachineFindings(ObjectProperties machine) {
        this.machine = machine;
    }

    static List<Finding> of(ObjectProperties machine) {
        MachineFindings all = new MachineFindings(machine);
        all.state();
        all.secrets();
        all.snapshots();
        return all.findings;
    }

    private void state() {
        if (machine.isTrue("config.template")) {
            refuse("VM_IS_TEMPLATE", "It is a template", "Convert it to a virtual machine, or deploy one from it.");
        }
        VirtualMachineConnectionState connection = machine.get(
                        "runtime.connectionState", VirtualMachineConnectionState.class)
                .orElse(VirtualMachineConnectionState.connected);
        if (connection != VirtualMachineConnectionState.connected) {
            refuse(
                    "VM_NOT_CONNECTED",
                    "vCenter shows it as " + connection,
                    "Bring its host and its files back until vCenter shows it as connected.");
        }
        if (machine.get("runtime.powerState", VirtualMachinePowerState.class)
                .filter(state -> state == VirtualMachinePowerState.suspended)
                .isPresent()) {
            refuse(
                    "VM_SUSPENDED",
                    "It is suspended: what its memory holds is not on its disks",
                    "Resume it, or shut it down.");
        }
    }

    private void secrets() {
        if (machine.get(Preflight.ENCRYPTION_KEY, CryptoKeyId.class).isPresent()) {
            refuse(
                    "VM_ENCRYPTED",
                    "It is encrypted by vSphere: its files would be copied as ciphertext",
                    "Decrypt it by choosing a storage policy without encryption.");
        }
        if (VmDisks.devices(machine).stream().anyMatch(VirtualTPM.class::isInstance)) {
            warn(
                    "VM_HAS_TPM",
                    "It has a virtual TPM, whose secrets stay behind: BitLocker and the like will not unlock by themselves",
                    "Have the recovery keys at hand, or suspend BitLocker before the cut-over.");
        }
    }

    private void snapshots() {
        List<String> names = machine.get("snapshot", VirtualMachineSnapshotInfo.class)
                .map(SnapshotTree::of)
                .orElse(List.of());
        boolean foreign = names.stream().anyMatch(name -> !name.startsWith(VmSnapshots.NAME_PREFIX));
        if (foreign) {
            refuse(
                    "SNAPSHOTS_PRESENT",
                    "It has snapshots that are not the connector's: " + String.join(", ", names),
                    "Delete its snapshots; chains of delta disks can't be read yet.");
        } else if (!names.isEmpty()) {
            warn(
                    "SNAPSHOT_LEFT_OVER",
                    "It has a snapshot of an earlier run of the connector: " + String.join(", ", names),
                    "Remove it in vCenter unless a run or a copy of the connector is under way.");
        } else if (machine.isTrue("runtime.consolidationNeeded")) {
            refuse(
                    "CONSOLIDATION_NEEDED",
                    "vCenter says that its disks need consolidation",
                    "Consolidate its disks in vCenter.");
        }
        if (!machine.isTrue("config.changeTrackingEnabled")) {
            changeTracking(!names.isEmpty());
        }
    }

    /** Source: VMware KB 1020128, tracking must not be enabled while snapshots are present. */
    private void changeTracking(boolean withSnapshots) {
        if (!machine.get("capability.changeTrackingSupported", Boolean.class).orElse(true)) {
            warn(
                    "CHANGE_TRACKING_UNSUPPORTED",
                    "Its hardware version does not support changed-block tracking: each run reads the whole disks",
                    "Upgrade its virtual hardware to version 7 or later.");
        } else if (withSnapshots) {
            warn(
                    "CHANGE_TRACKING_BLOCKED",
                    "Changed-block tracking can't be switched on while it has snapshots: each run reads the whole disks",
                    "Delete its snapshots.");
        }
    }

    private void refuse(String code, String message, String fix) {
        findings.add(new Finding(Severity.REFUSED, code, message, fix));
    }

    private void warn(String code, String message, String fix) {
        findings.add(new Finding(Severity.WARNING, code, message, fix));
    }
}
