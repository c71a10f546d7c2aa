package io.github.migrationconnector.vsphere.internal.inventory;

import com.vmware.vim25.ManagedObjectReference;
import io.github.migrationconnector.vsphere.internal.property.ObjectProperties;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return List.of("parent", "parentFolder", "parentVApp").stream()
                .flatMap(path -> object.get(path, ManagedObjectReference.class).stream())
                .flatMap(parent -> Optional.ofNullable(ancestors.get(parent.getVal())).stream())
                .findFirst();
    }
}
