package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names a disk of a machine as a person does: {@code VM} or {@code VM#DISK}.
 *
 * @param vm the machine's id, path or name
 * @param disk its number from 1 on, its device key, or its label; empty for the only one
 */
record MachineDiskName(String vm, String disk) {
    /** Device keys of disks begin here. Source: vSphere numbers a controller's disks from 2000 on. */
    private static final int FIRST_KEY = 2000;

    static MachineDiskName parse(String location) {
        int hash = location.lastIndexOf('#');
        return hash < 0
                ? new MachineDiskName(location, "")
                : new MachineDiskName(location.substring(0, hash), location.substring(hash + 1));
    }

    /** The disk that is meant. */
    VmDisk of(Vm machine) {
        List<VmDisk> disks = machine.disks();
        if (disk.isEmpty() && disks.size() == 1) {
            return disks.get(0);
        }
        for (int i = 0; i < disks.size(); i++) {
            VmDisk each = disks.get(i);
            boolean byNumber = disk.equals(Integer.toString(i + 1)) && i + 1 < FIRST_KEY;
            if (byNumber || disk.equals(Integer.toString(each.key())) || disk.equals(each.label())) {
                return each;
            }
        }
        String known = disks.stream()
                .map(each -> each.label() + " (" + each.key() + ")")
                .collect(Collectors.joining(", "));
        throw Problem.fatal(
                        "DISK_NOT_THERE",
                        machine.name() + (disk.isEmpty() ? " has several disks" : " has no disk " + disk) + ": "
                                + known,
                        "Name one, such as vsphere:" + machine.name() + "#1.")
                .asException();
    }
}
