package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.ManagedObjectReference;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import io.github.migrationconnector.vsphere.internal.property.PropertyRetrieval;
import java.rmi.RemoteException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where objects lie in the tree of folders. The root folder has no part in a path; a datacenter that lies in folders has
 * their names before its own.
 */
public final class InventoryPaths {
    /** What an ancestor must be retrieved with. */
    public static final Map<String, List<String>> ANCESTORS = Map.of(
            "Folder", List.of("name", "parent"),
            "Datacenter", List.of("name", "parent"),
            "VirtualApp", List.of("name", "parentFolder", "parentVApp"));

    private static final int DEEPEST = 100;

    private final Map<String, ObjectProperties> ancestors = new HashMap<>();

    /** Takes what an object may lie in; anything else among the objects is left alone. */
    public InventoryPaths(List<ObjectProperties> objects) {
        for (ObjectProperties object : objects) {
            if (ANCESTORS.containsKey(object.ref().getType())) {
                ancestors.put(object.ref().getVal(), object);
            }
        }
    }

    /** What one object lies in, asked for one by one: a few small answers instead of the whole tree. */
    static List<ObjectProperties> ancestors(ObjectProperties object, PropertyRetrieval retrieval)
            throws RemoteException {
        List<ObjectProperties> found = new ArrayList<>();
        Optional<ManagedObjectReference> at = parents(object).findFirst();
        while (at.isPresent() && found.size() < DEEPEST) {
            String type = at.get().getType();
            if (!ANCESTORS.containsKey(type)) {
                break;
            }
            ObjectProperties parent = retrieval.of(at.get(), ANCESTORS.get(type));
            at = parents(parent).findFirst();
            if (at.isPresent()) {
                // what has no parent is the root folder, which has no part in a path
                found.add(parent);
            }
        }
        return found;
    }

    private static Stream<ManagedObjectReference> parents(ObjectProperties object) {
        return Stream.of("parent", "parentFolder", "parentVApp")
                .flatMap(path -> object.get(path, ManagedObjectReference.class).stream());
    }

    /** An object's path, with a slash before each name. */
    public String pathOf(ObjectProperties object) {
        Deque<String> names = new ArrayDeque<>();
        names.push(object.text("name"));
        Optional<ObjectProperties> at = parentOf(object);
        for (int depth = 0; at.isPresent() && depth < DEEPEST; depth++) {
            names.push(at.get().text("name"));
            at = parentOf(at.get());
        }
        return "/" + String.join("/", names);
    }

    /** The ancestor; none for what lies in the root folder, which is not retrieved with those below it. */
    private Optional<ObjectProperties> parentOf(ObjectProperties object) {
        return parents(object)
                .flatMap(parent -> Optional.ofNullable(ancestors.get(parent.getVal())).stream())
                .findFirst();
    }
}
