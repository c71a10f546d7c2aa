package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.VirtualMachineSnapshotInfo;
import com.vmware.vim25.VirtualMachineSnapshotTree;
import java.util.ArrayList;
import java.util.List;

/** A machine's tree of snapshots, laid flat. */
public final class SnapshotTree {
    private SnapshotTree() {}

    /** Every snapshot, parents before their children. */
    public static List<VirtualMachineSnapshotTree> flatten(VirtualMachineSnapshotInfo snapshots) {
        List<VirtualMachineSnapshotTree> all = new ArrayList<>();
        add(snapshots.getRootSnapshotList(), all);
        return all;
    }

    static List<String> of(VirtualMachineSnapshotInfo snapshots) {
        return flatten(snapshots).stream()
                .map(snapshot -> String.valueOf(snapshot.getName()))
                .toList();
    }

    private static void add(VirtualMachineSnapshotTree[] siblings, List<VirtualMachineSnapshotTree> all) {
        if (siblings != null) {
            for (VirtualMachineSnapshotTree snapshot : siblings) {
                all.add(snapshot);
                add(snapshot.getChildSnapshotList(), all);
            }
        }
    }
}
