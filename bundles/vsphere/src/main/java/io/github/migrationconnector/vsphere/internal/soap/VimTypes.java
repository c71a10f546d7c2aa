package io.github.migrationconnector.vsphere.internal.soap;

import com.vmware.vim25.DynamicData;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import com.vmware.vim25.VirtualDiskFlatVer2BackingInfo;
import io.github.migrationconnector.vsphere.internal.vim.CryptoKeyId;
import io.github.migrationconnector.vsphere.internal.vim.FlatBacking;
import io.github.migrationconnector.vsphere.internal.vim.VirtualTPM;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The classes that the protocol's types are read into: yavijava's, and the few that are younger than it. */
final class VimTypes {
    private static final Logger LOG = LoggerFactory.getLogger(VimTypes.class);
    private static final String VIM_PACKAGE = "com.vmware.vim25";
    private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,120}");
    /** Names from outside are remembered only up to here. */
    private static final int MOST_REMEMBERED = 2000;

    private static final Map<String, Class<?>> YOUNGER =
            Map.of("CryptoKeyId", CryptoKeyId.class, "VirtualTPM", VirtualTPM.class);
    private static final Map<Class<?>, Class<?>> WIDENED =
            Map.of(VirtualDiskFlatVer2BackingInfo.class, FlatBacking.class);

    private final Map<String, Optional<Class<?>>> byName = new ConcurrentHashMap<>();
    private final Map<Class<?>, Map<String, Field>> fields = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** The class for a type's name, as it stands in an xsi:type. */
    Optional<Class<?>> named(String name) {
        Optional<Class<?>> known = byName.get(name);
        if (known != null) {
            return known;
        }
        Optional<Class<?>> found = load(name);
        if (byName.size() < MOST_REMEMBERED) {
            byName.put(name, found);
        }
        return found;
    }

    private static Optional<Class<?>> load(String name) {
        if (YOUNGER.containsKey(name)) {
            return Optional.of(YOUNGER.get(name));
        }
        if (!TYPE_NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try {
            Class<?> type =
                    Class.forName(VIM_PACKAGE + "." + name, false, ManagedObjectReference.class.getClassLoader());
            return isReadable(type) ? Optional.of(widened(type)) : Optional.empty();
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** The class to read a field's value into when nothing but the field's type is known. */
    static Class<?> widened(Class<?> type) {
        return WIDENED.getOrDefault(type, type);
    }

    private static boolean isReadable(Class<?> type) {
        return DynamicData.class.isAssignableFrom(type)
                || MethodFault.class.isAssignableFrom(type)
                || type.isEnum()
                || type == ManagedObjectReference.class;
    }

    /** The fields of a class that the protocol has, by name. */
    Map<String, Field> fields(Class<?> type) {
        return fields.computeIfAbsent(type, VimTypes::publicFields);
    }

    private static Map<String, Field> publicFields(Class<?> type) {
        Map<String, Field> found = new HashMap<>();
        for (Field field : type.getFields()) {
            // RemoteException, above the faults, has a public field of its own
            boolean ofProtocol = !field.getDeclaringClass().getName().startsWith("java.");
            if (ofProtocol && !Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
                // yavijava puts an underscore before the elements that are named like Java's own types
                String name = field.getName();
                found.put(name.startsWith("_") ? name.substring(1) : name, field);
            }
        }
        return Map.copyOf(found);
    }

    /** Says once that something was dropped because it is not known here. */
    void dropped(String what, String where) {
        if (LOG.isDebugEnabled() && told.size() < MOST_REMEMBERED && told.add(what + " in " + where)) {
            LOG.debug("not known here, left out: {} in {}", what, where);
        }
    }
}
