package io.github.migrationconnector.vsphere.internal.disk;

import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualDiskFlatVer2BackingInfo;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.vsphere.internal.inventory.VmDisks;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.property.PropertyRetrieval;
import io.github.migrationconnector.vsphere.internal.session.References;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.github.migrationconnector.vsphere.internal.snapshot.SnapshotDiskAddress;
import io.github.migrationconnector.vsphere.internal.vim.FlatBacking;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Finds where a frozen disk lies: by the snapshot's configuration, never by names (correctness rule 2). */
final class FrozenDiskFinder {
    /** Source: vSphere Configuration Maximums: 32 snapshots in a chain; clones of clones may lie below. */
    private static final int LONGEST_CHAIN = 255;

    private final VcenterSession session;
    private final SnapshotDiskAddress address;

    FrozenDiskFinder(VcenterSession session, SnapshotDiskAddress address) {
        this.session = session;
        this.address = address;
    }

    private record Found(ObjectProperties snapshot, String datacenterPath, String vcenter) {}

    /**
     * Asks vCenter.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VM_SNAPSHOT_GONE}, or why the disk must not
     *     be copied
     */
    FrozenDisk find() {
        Found found = session.call((vim, login) -> {
            PropertyRetrieval retrieval = new PropertyRetrieval(vim, login);
            // in this order: when the machine is gone, its snapshot is too, and the machine is what to tell of
            String datacenter = new DatacenterPath(retrieval).of(References.virtualMachine(address.vmId()));
            return new Found(
                    retrieval.of(References.snapshot(address.snapshotId()), List.of(VmDisks.DEVICES)),
                    datacenter,
                    String.valueOf(login.content().getAbout().getInstanceUuid()));
        });
        VirtualDisk disk = VmDisks.of(found.snapshot()).stream()
                .filter(each -> each.getKey() == address.diskKey())
                .findFirst()
                .orElseThrow(() -> refused("DISK_NOT_THERE", "has no disk " + address.diskKey(), "Choose one it has.")
                        .asException());
        FlatBacking backing = VmDisks.flat(disk).orElseThrow(() -> refused(
                        "DISK_FORMAT_UNSUPPORTED",
                        "holds " + VmDisks.label(disk) + " in a way that can't be read",
                        "See the pre-flight of the virtual machine.")
                .asException());
        refuseWhatIsNotFrozen(disk, backing);
        return new FrozenDisk(
                address,
                found.vcenter(),
                VmDisks.uuid(disk),
                VmDisks.capacityBytes(disk),
                found.datacenterPath(),
                chain(backing));
    }

    private void refuseWhatIsNotFrozen(VirtualDisk disk, FlatBacking backing) {
        if (backing.keyId != null) {
            throw refused(
                            "DISK_ENCRYPTED",
                            "holds " + VmDisks.label(disk) + " encrypted: it would be copied as ciphertext",
                            "Decrypt it by choosing a storage policy without encryption.")
                    .asException();
        }
        if (backing.getDiskMode() != null && !backing.getDiskMode().equals("persistent")) {
            throw refused(
                            "DISK_INDEPENDENT",
                            "does not freeze " + VmDisks.label(disk) + ", whose mode is " + backing.getDiskMode(),
                            "Set its mode to dependent while the virtual machine is off.")
                    .asException();
        }
    }

    private List<FrozenDisk.Link> chain(FlatBacking top) {
        Deque<FrozenDisk.Link> chain = new ArrayDeque<>();
        VirtualDiskFlatVer2BackingInfo at = top;
        while (at != null) {
            if (chain.size() == LONGEST_CHAIN || at.getFileName() == null) {
                throw refused("DISK_CHAIN_ODD", "has a chain of disks that can't be", "Consolidate its disks.")
                        .asException();
            }
            String contentId = at.getContentId() == null ? "" : at.getContentId();
            chain.addFirst(new FrozenDisk.Link(DatastorePath.parse(at.getFileName()), contentId));
            at = at.getParent();
        }
        return List.copyOf(chain);
    }

    private Problem refused(String code, String how, String fix) {
        return Problem.fatal(code, "The snapshot " + address.snapshotId() + " of " + address.vmId() + " " + how, fix);
    }
}
