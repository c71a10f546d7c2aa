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
 * @param placement where it runs
 */
public record Vm(
        String id,
        String name,
        String path,
        String instanceUuid,
        PowerState powerState,
        String guest,
        Firmware firmware,
        List<VmDisk> disks,
        Placement placement) {
    public Vm {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(instanceUuid, "instanceUuid");
        Objects.requireNonNull(powerState, "powerState");
        Objects.requireNonNull(guest, "guest");
        Objects.requireNonNull(firmware, "firmware");
        disks = List.copyOf(disks);
        Objects.requireNonNull(placement, "placement");
    }

    /** One of which is not known where it runs. */
    public Vm(
            String id,
            String name,
            String path,
            String instanceUuid,
            PowerState powerState,
            String guest,
            Firmware firmware,
            List<VmDisk> disks) {
        this(id, name, path, instanceUuid, powerState, guest, firmware, disks, Placement.UNKNOWN);
    }

    /**
     * Where a machine runs. A managed object id names something in one vCenter only.
     *
     * @param vcenterId vCenter's own UUID (AboutInfo.instanceUuid); empty when it is not known
     * @param hostId the managed object id of its ESXi host, such as {@code host-9}; empty when it is not known
     */
    public record Placement(String vcenterId, String hostId) {
        public static final Placement UNKNOWN = new Placement("", "");

        public Placement {
            Objects.requireNonNull(vcenterId, "vcenterId");
            Objects.requireNonNull(hostId, "hostId");
        }
    }

    /** The same machine, wherever it runs. */
    public Vm anywhere() {
        return new Vm(id, name, path, instanceUuid, powerState, guest, firmware, disks);
    }
}
