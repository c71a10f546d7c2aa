package io.github.migrationconnector.api.inventory;

import java.util.List;
import java.util.Objects;

/**
 * One virtual machine, as the inventory showed it last.
 *
 * @param id its managed object id, such as {@code vm-42}
 * @param name as people call it; need not be unique
 * @param path folder path from the datacenter on, such as {@code /DC0/vm/web/web01}
 * @param instanceUuid vCenter's own UUID of it; stable when it is renamed or moved
 * @param powerState on, off, suspended
 * @param guest guest OS id, such as {@code debian11_64Guest}
 * @param firmware BIOS or UEFI
 * @param disks by device key
 */
public record Vm(
        String id,
        String name,
        String path,
        String instanceUuid,
        PowerState powerState,
        String guest,
        Firmware firmware,
        List<VmDisk> disks) {
    public Vm {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(instanceUuid, "instanceUuid");
        Objects.requireNonNull(powerState, "powerState");
        Objects.requireNonNull(guest, "guest");
        Objects.requireNonNull(firmware, "firmware");
        disks = List.copyOf(disks);
    }
}
