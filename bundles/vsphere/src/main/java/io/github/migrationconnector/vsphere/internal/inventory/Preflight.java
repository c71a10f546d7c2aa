package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.VirtualDeviceFileBackingInfo;
import com.vmware.vim25.VirtualDisk;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.property.PropertyRetrieval;
import io.github.migrationconnector.vsphere.internal.session.LoggedIn;
import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.github.migrationconnector.vsphere.internal.soap.ApiVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Looks for what would make a replica wrong, or impossible, before a byte moves (correctness rule 16). Reads only. */
final class Preflight {
    private static final List<String> PATHS = List.of(
            "name",
            "runtime.powerState",
            "runtime.connectionState",
            "runtime.consolidationNeeded",
            "capability.changeTrackingSupported",
            "config.changeTrackingEnabled",
            "config.template",
            "snapshot",
            VmDisks.DEVICES);
    static final String ENCRYPTION_KEY = "config.keyId";

    private final VcenterSession session;

    Preflight(VcenterSession session) {
        this.session = session;
    }

    /** What was asked of vCenter: the machine, the datastores of its disks, and what the user may do to them. */
    private record Asked(ObjectProperties machine, List<ObjectProperties> datastores, List<Finding> privileges) {}

    List<Finding> check(ManagedObjectReference vm) {
        Asked asked = session.call((vim, login) -> {
            PropertyRetrieval retrieval = new PropertyRetrieval(vim, login);
            ObjectProperties machine = retrieval.of(vm, paths(login));
            List<ManagedObjectReference> datastores = datastores(machine);
            return new Asked(
                    machine,
                    retrieval.ofAll(datastores, List.of("name", "summary.type", "summary.accessible")),
                    new PrivilegeCheck(vim, login).findings(vm, datastores));
        });
        List<Finding> findings = new ArrayList<>();
        findings.addAll(MachineFindings.of(asked.machine()));
        findings.addAll(DiskFindings.of(asked.machine()));
        findings.addAll(DatastoreFindings.of(asked.datastores()));
        findings.addAll(asked.privileges());
        return List.copyOf(findings);
    }

    /** Older servers take a path that they don't know for an error. */
    private static List<String> paths(LoggedIn login) {
        List<String> paths = new ArrayList<>(PATHS);
        if (login.version().isAtLeast(ApiVersion.ENCRYPTION)) {
            paths.add(ENCRYPTION_KEY);
        }
        return paths;
    }

    private static List<ManagedObjectReference> datastores(ObjectProperties machine) {
        return VmDisks.of(machine).stream()
                .map(VirtualDisk::getBacking)
                .filter(VirtualDeviceFileBackingInfo.class::isInstance)
                .map(backing -> ((VirtualDeviceFileBackingInfo) backing).getDatastore())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
