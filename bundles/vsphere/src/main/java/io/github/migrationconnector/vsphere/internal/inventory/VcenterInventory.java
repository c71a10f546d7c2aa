package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.ManagedObjectNotFound;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.NoPermission;
import com.vmware.vim25.VirtualMachinePowerState;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.property.PropertyRetrieval;
import io.github.migrationconnector.vsphere.internal.session.LoggedIn;
import io.github.migrationconnector.vsphere.internal.session.References;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The estate, in one paged retrieval of machines and the folders that they lie in. */
@Component
public final class VcenterInventory implements Inventory {
    private static final List<String> PATHS = List.of(
            "name",
            "parent",
            "parentVApp",
            "runtime.powerState",
            "runtime.host",
            "config.template",
            "config.instanceUuid",
            "config.guestId",
            "config.firmware",
            VmDisks.DEVICES);

    /** Of vCenter, and of an ESXi host. */
    private static final String MACHINE_ID = "(vm-)?[0-9]{1,18}";

    private final VcenterSessions sessions;

    @Activate
    public VcenterInventory(@Reference VcenterSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<Vm> list() {
        Map<String, List<String>> wanted = new HashMap<>(InventoryPaths.ANCESTORS);
        wanted.put(References.VIRTUAL_MACHINE, PATHS);
        Estate estate = sessions.session()
                .call((vim, login) -> new Estate(vcenterId(login), new PropertyRetrieval(vim, login).ofEstate(wanted)));
        List<ObjectProperties> objects = estate.objects();
        InventoryPaths paths = new InventoryPaths(objects);
        List<Vm> machines = new ArrayList<>();
        for (ObjectProperties object : objects) {
            if (object.ref().getType().equals(References.VIRTUAL_MACHINE) && !object.isTrue("config.template")) {
                machines.add(described(object, paths, estate.vcenterId()));
            }
        }
        machines.sort(Comparator.comparing(Vm::path));
        return List.copyOf(machines);
    }

    /** What one session saw, so that no machine is taken for another vCenter's when the connection changes. */
    private record Estate(String vcenterId, List<ObjectProperties> objects) {}

    @Override
    public String vcenterId() {
        return sessions.session().call((vim, login) -> vcenterId(login));
    }

    private static String vcenterId(LoggedIn login) {
        return Optional.ofNullable(login.content().getAbout().getInstanceUuid()).orElse("");
    }

    private static Vm described(ObjectProperties machine, InventoryPaths paths, String vcenterId) {
        String host = machine.get("runtime.host", ManagedObjectReference.class)
                .map(ManagedObjectReference::getVal)
                .orElse("");
        PowerState power = machine.get("runtime.powerState", VirtualMachinePowerState.class)
                .map(VcenterInventory::power)
                .orElse(PowerState.OFF);
        return new Vm(
                machine.ref().getVal(),
                machine.text("name"),
                paths.pathOf(machine),
                machine.text("config.instanceUuid"),
                power,
                machine.text("config.guestId"),
                machine.text("config.firmware").equals("efi") ? Firmware.UEFI : Firmware.BIOS,
                VmDisks.of(machine).stream().map(VmDisks::described).toList(),
                new Vm.Placement(vcenterId, host));
    }

    private static PowerState power(VirtualMachinePowerState state) {
        return switch (state) {
            case poweredOn -> PowerState.ON;
            case poweredOff -> PowerState.OFF;
            case suspended -> PowerState.SUSPENDED;
        };
    }

    @Override
    public Optional<Vm> find(String idPathOrName) {
        // a run asks for its machine again and again: in an estate of thousands it must not read all of them each time
        Optional<Vm> known = idPathOrName.matches(MACHINE_ID) ? byId(idPathOrName) : Optional.empty();
        return known.isPresent() ? known : among(list(), idPathOrName);
    }

    private Optional<Vm> byId(String id) {
        return sessions.session().call((vim, login) -> {
            PropertyRetrieval retrieval = new PropertyRetrieval(vim, login);
            try {
                ObjectProperties machine = retrieval.of(References.virtualMachine(id), PATHS);
                if (machine.text("name").isEmpty() || machine.isTrue("config.template")) {
                    return Optional.empty();
                }
                InventoryPaths paths = new InventoryPaths(InventoryPaths.ancestors(machine, retrieval));
                return Optional.of(described(machine, paths, vcenterId(login)));
            } catch (VimFaultException e) {
                if (e.is(ManagedObjectNotFound.class) || e.is(NoPermission.class)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static Optional<Vm> among(List<Vm> machines, String idPathOrName) {
        for (Predicate<Vm> exact : List.<Predicate<Vm>>of(
                vm -> vm.id().equals(idPathOrName), vm -> vm.path().equals(idPathOrName))) {
            Optional<Vm> found = machines.stream().filter(exact).findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        List<Vm> named =
                machines.stream().filter(vm -> vm.name().equals(idPathOrName)).toList();
        if (named.size() > 1) {
            String all = named.stream().map(Vm::path).collect(Collectors.joining(", "));
            throw Problem.fatal(
                            "VM_AMBIGUOUS",
                            "Several virtual machines are named " + idPathOrName + ": " + all,
                            "Name it by its path or its id.")
                    .asException();
        }
        return named.stream().findFirst();
    }

    @Override
    public List<Finding> preflight(String vmId) {
        VcenterSession session = sessions.session();
        return new Preflight(session).check(References.virtualMachine(vmId));
    }
}
