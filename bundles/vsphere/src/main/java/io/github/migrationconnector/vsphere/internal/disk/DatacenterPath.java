package io.github.migrationconnector.vsphere.internal.disk;

import com.vmware.vim25.ManagedObjectReference;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.property.PropertyRetrieval;
import java.rmi.RemoteException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the datacenter that an object belongs to, by the folders that the datacenter lies in. */
final class DatacenterPath {
    private static final String DATACENTER = "Datacenter";
    private static final int DEEPEST = 100;
    private static final List<String> PLAIN = List.of("name", "parent");
    /** A machine in a vApp has no parent; a vApp's parent is a pool, its folder is elsewhere. */
    private static final Map<String, List<String>> ODD = Map.of(
            "VirtualMachine", List.of("name", "parent", "parentVApp"),
            "VirtualApp", List.of("name", "parentFolder", "parentVApp"));

    private final PropertyRetrieval retrieval;

    DatacenterPath(PropertyRetrieval retrieval) {
        this.retrieval = retrieval;
    }

    /** The names from below the root folder to the datacenter, with slashes between; empty when there is none. */
    String of(ManagedObjectReference object) throws RemoteException {
        Deque<String> names = new ArrayDeque<>();
        Optional<ManagedObjectReference> at = Optional.of(object);
        for (int depth = 0; at.isPresent() && depth < DEEPEST; depth++) {
            String type = at.get().getType();
            List<String> paths = ODD.getOrDefault(type, PLAIN);
            ObjectProperties properties = retrieval.of(at.get(), paths);
            Optional<ManagedObjectReference> parent = paths.stream()
                    .flatMap(path -> properties.get(path, ManagedObjectReference.class).stream())
                    .findFirst();
            boolean root = parent.isEmpty() && !type.equals(DATACENTER);
            if (!root && (type.equals(DATACENTER) || !names.isEmpty())) {
                names.push(properties.text("name"));
            }
            at = parent;
        }
        return String.join("/", names);
    }
}
