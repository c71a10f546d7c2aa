package io.github.migrationconnector.vsphere.internal.snapshot;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VimPortType;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualMachineSnapshotInfo;
import com.vmware.vim25.VirtualMachineSnapshotTree;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.vsphere.internal.inventory.SnapshotTree;
import io.github.migrationconnector.vsphere.internal.inventory.VmDisks;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.property.PropertyRetrieval;
import io.github.migrationconnector.vsphere.internal.session.LoggedIn;
import io.github.migrationconnector.vsphere.internal.session.References;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads snapshots of machines, with the disks that they hold. */
final class SnapshotReading {
    static final String SNAPSHOTS = "snapshot";

    private final PropertyRetrieval retrieval;

    SnapshotReading(VimPortType vim, LoggedIn session) {
        this.retrieval = new PropertyRetrieval(vim, session);
    }

    /** All snapshots of one machine, parents before children. */
    List<VirtualMachineSnapshotTree> of(ManagedObjectReference vm) throws RemoteException {
        return flattened(retrieval.of(vm, List.of(SNAPSHOTS)));
    }

    /** Ours, of all machines. */
    List<VirtualMachineSnapshotTree> ours() throws RemoteException {
        List<VirtualMachineSnapshotTree> ours = new ArrayList<>();
        for (ObjectProperties machine : retrieval.ofEstate(Map.of(References.VIRTUAL_MACHINE, List.of(SNAPSHOTS)))) {
            for (VirtualMachineSnapshotTree snapshot : flattened(machine)) {
                if (isOurs(snapshot)) {
                    snapshot.setVm(machine.ref());
                    ours.add(snapshot);
                }
            }
        }
        return ours;
    }

    private static List<VirtualMachineSnapshotTree> flattened(ObjectProperties machine) {
        return machine.get(SNAPSHOTS, VirtualMachineSnapshotInfo.class)
                .map(SnapshotTree::flatten)
                .orElse(List.of());
    }

    static boolean isOurs(VirtualMachineSnapshotTree snapshot) {
        return snapshot.getName() != null && snapshot.getName().startsWith(VmSnapshots.NAME_PREFIX);
    }

    /** The snapshots with their disks; those that went meanwhile are left out. */
    List<VmSnapshot> described(List<VirtualMachineSnapshotTree> snapshots) throws RemoteException {
        List<ManagedObjectReference> references =
                snapshots.stream().map(VirtualMachineSnapshotTree::getSnapshot).toList();
        Map<String, ObjectProperties> configs = new HashMap<>();
        for (ObjectProperties config : retrieval.ofAll(references, List.of(VmDisks.DEVICES))) {
            configs.put(config.ref().getVal(), config);
        }
        List<VmSnapshot> described = new ArrayList<>();
        for (VirtualMachineSnapshotTree snapshot : snapshots) {
            ObjectProperties config = configs.get(snapshot.getSnapshot().getVal());
            if (config != null) {
                described.add(described(snapshot, config));
            }
        }
        return described;
    }

    private static VmSnapshot described(VirtualMachineSnapshotTree snapshot, ObjectProperties config) {
        String vmId = snapshot.getVm().getVal();
        String id = snapshot.getSnapshot().getVal();
        List<SnapshotDisk> disks = VmDisks.of(config).stream()
                .map(disk -> described(disk, new SnapshotDiskAddress(vmId, id, disk.getKey()).toSourceAddress()))
                .toList();
        return new VmSnapshot(vmId, id, snapshot.getName(), disks);
    }

    private static SnapshotDisk described(VirtualDisk disk, SourceAddress source) {
        String changeId = VmDisks.flat(disk)
                .flatMap(flat -> Optional.ofNullable(flat.getChangeId()))
                .orElse("");
        return new SnapshotDisk(
                disk.getKey(), VmDisks.label(disk), VmDisks.capacityBytes(disk), VmDisks.uuid(disk), changeId, source);
    }
}
