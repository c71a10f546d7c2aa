package io.github.migrationconnector.api.inventory;

import java.util.Objects;

/**
 * One virtual disk.
 *
 * @param key the device key, stable within its VM (VirtualDevice.key)
 * @param label as vCenter shows it: {@code Hard disk 1}
 * @param capacityBytes the size that the guest sees
 * @param uuid the backing's UUID; empty when the backing has none
 * @param fileName the datastore path of the top of its chain
 * @param mode VirtualDiskMode, such as {@code persistent} or {@code independent_persistent}
 */
public record VmDisk(int key, String label, long capacityBytes, String uuid, String fileName, String mode) {
    public VmDisk {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(fileName, "fileName");
        Objects.requireNonNull(mode, "mode");
    }
}
