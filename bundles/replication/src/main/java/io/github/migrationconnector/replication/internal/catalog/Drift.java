package io.github.migrationconnector.replication.internal.catalog;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What became of a server since it was imported first. */
final class Drift {
    private static final String NEXT_RUN = "Nothing to do: the next run carries what the VM has then.";

    private Drift() {}

    static List<Finding> of(KnownServer server) {
        if (server.gone()) {
            return List.of(new Finding(
                    Finding.Severity.REFUSED,
                    "SERVER_GONE",
                    "vCenter does not show " + server.last().path() + " any more.",
                    "Delete its job, or bring the VM back and import the catalog again."));
        }
        List<Finding> found = new ArrayList<>();
        Vm first = server.first();
        Vm last = server.last();
        if (!first.name().equals(last.name())) {
            found.add(told("SERVER_RENAMED", "It was called " + first.name() + " and is " + last.name() + " now."));
        } else if (!first.path().equals(last.path())) {
            found.add(told("SERVER_MOVED", "It was at " + first.path() + " and is at " + last.path() + " now."));
        }
        disks(first, last, found);
        return found;
    }

    private static void disks(Vm first, Vm last, List<Finding> found) {
        Map<Integer, VmDisk> before = byKey(first);
        Map<Integer, VmDisk> now = byKey(last);
        now.forEach((key, disk) -> {
            VmDisk old = before.get(key);
            if (old == null) {
                found.add(told("DISK_ADDED", disk.label() + " was added."));
            } else if (disk.capacityBytes() > old.capacityBytes()) {
                found.add(told("DISK_GROWN", sizes(disk, old)));
            } else if (disk.capacityBytes() < old.capacityBytes()) {
                found.add(told("DISK_SHRUNK", sizes(disk, old)));
            }
        });
        before.forEach((key, disk) -> {
            if (!now.containsKey(key)) {
                found.add(told("DISK_REMOVED", disk.label() + " was removed."));
            }
        });
    }

    private static String sizes(VmDisk disk, VmDisk old) {
        return disk.label() + " had " + old.capacityBytes() + " bytes and has " + disk.capacityBytes() + " now.";
    }

    private static Map<Integer, VmDisk> byKey(Vm vm) {
        return vm.disks().stream().collect(Collectors.toMap(VmDisk::key, Function.identity()));
    }

    private static Finding told(String code, String message) {
        return new Finding(Finding.Severity.WARNING, code, message, NEXT_RUN);
    }
}
