package io.github.migrationconnector.api.vmsnapshot;

import java.util.List;
import java.util.Objects;

/**
 * One snapshot of a VM.
 *
 * @param vmId the VM's managed object id
 * @param id the snapshot's managed object id, such as {@code snapshot-7}
 * @param name as its maker named it
 * @param disks by device key
 */
public record VmSnapshot(String vmId, String id, String name, List<SnapshotDisk> disks) {
    public VmSnapshot {
        Objects.requireNonNull(vmId, "vmId");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        disks = List.copyOf(disks);
    }
}
