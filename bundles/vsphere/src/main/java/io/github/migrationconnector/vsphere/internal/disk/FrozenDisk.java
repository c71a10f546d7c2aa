package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.vsphere.internal.snapshot.SnapshotDiskAddress;
import java.util.List;

/**
 * A disk as a snapshot holds it, by vCenter's word. Equal ones are the same bytes.
 *
 * @param address VM, snapshot and device key
 * @param vcenter the vCenter's instance UUID
 * @param uuid the disk's; empty when it has none
 * @param capacityBytes the size that the guest saw
 * @param datacenterPath where its datastores belong
 * @param chain its files from the backing, the base first
 */
record FrozenDisk(
        SnapshotDiskAddress address,
        String vcenter,
        String uuid,
        long capacityBytes,
        String datacenterPath,
        List<Link> chain) {
    FrozenDisk {
        chain = List.copyOf(chain);
    }

    /**
     * One link.
     *
     * @param descriptor the file that describes it
     * @param contentId as vCenter words it; empty when it does not
     */
    record Link(DatastorePath descriptor, String contentId) {}
}
