package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.VirtualDevice;
import com.vmware.vim25.VirtualDeviceFileBackingInfo;
import com.vmware.vim25.VirtualDisk;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.vim.FlatBacking;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The disks among a virtual machine's devices. */
public final class VmDisks {
    /** The property that has them, of a machine and of a snapshot. */
    public static final String DEVICES = "config.hardware.device";

    private static final int KIB = 1024;

    private VmDisks() {}

    /** All devices. */
    public static List<VirtualDevice> devices(ObjectProperties machine) {
        return machine.get(DEVICES, VirtualDevice[].class).map(Arrays::asList).orElse(List.of());
    }

    /** The disks, by device key. */
    public static List<VirtualDisk> of(ObjectProperties machine) {
        return devices(machine).stream()
                .filter(VirtualDisk.class::isInstance)
                .map(VirtualDisk.class::cast)
                .sorted(Comparator.comparingInt(VirtualDisk::getKey))
                .toList();
    }

    /** The flat backing of a disk; empty when it has another kind. */
    public static Optional<FlatBacking> flat(VirtualDisk disk) {
        return Optional.ofNullable(disk.getBacking())
                .filter(FlatBacking.class::isInstance)
                .map(FlatBacking.class::cast);
    }

    public static long capacityBytes(VirtualDisk disk) {
        return disk.getCapacityInBytes() != null && disk.getCapacityInBytes() > 0
                ? disk.getCapacityInBytes()
                : disk.getCapacityInKB() * KIB;
    }

    public static String label(VirtualDisk disk) {
        return disk.getDeviceInfo() == null || disk.getDeviceInfo().getLabel() == null
                ? "disk " + disk.getKey()
                : disk.getDeviceInfo().getLabel();
    }

    public static String uuid(VirtualDisk disk) {
        return flat(disk).map(FlatBacking::getUuid).orElse("");
    }

    static VmDisk described(VirtualDisk disk) {
        String fileName = disk.getBacking() instanceof VirtualDeviceFileBackingInfo file && file.getFileName() != null
                ? file.getFileName()
                : "";
        String mode = flat(disk).map(FlatBacking::getDiskMode).orElse("");
        return new VmDisk(disk.getKey(), label(disk), capacityBytes(disk), uuid(disk), fileName, mode);
    }
}
