package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** So many VMs, and the findings that a test gives them. */
public final class FakeEstate implements Inventory {
    public final List<Vm> vms = new ArrayList<>();
    public final Map<String, Finding> findingsOf = new HashMap<>();

    /** Those that can't be checked. */
    public final Set<String> failing = new HashSet<>();

    public final List<Finding> findings = new ArrayList<>();

    public static Vm vm(String id, String name) {
        return new Vm(
                id,
                name,
                "/DC0/vm/" + name,
                "uuid-" + id,
                PowerState.ON,
                "debian11_64Guest",
                Firmware.BIOS,
                List.of(new VmDisk(2000, "Hard disk 1", 5L << 30, "u", "[ds] " + name + ".vmdk", "persistent")));
    }

    @Override
    public String vcenterId() {
        throw new UnsupportedOperationException("no face asks for it");
    }

    @Override
    public List<Vm> list() {
        return vms;
    }

    @Override
    public Optional<Vm> find(String idPathOrName) {
        return vms.stream().filter(vm -> vm.id().equals(idPathOrName)).findFirst();
    }

    @Override
    public List<Finding> preflight(String vmId) {
        if (failing.contains(vmId)) {
            throw Problem.passing("VCENTER_BUSY", "vCenter is busy.", "Wait.").asException();
        }
        return findingsOf.containsKey(vmId) ? List.of(findingsOf.get(vmId)) : findings;
    }
}
