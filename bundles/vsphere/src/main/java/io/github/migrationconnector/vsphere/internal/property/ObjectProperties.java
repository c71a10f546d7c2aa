package io.github.migrationconnector.vsphere.internal.property;

import com.vmware.vim25.DynamicProperty;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MissingProperty;
import com.vmware.vim25.NotAuthenticated;
import com.vmware.vim25.ObjectContent;
import io.github.migrationconnector.vsphere.internal.soap.VimFaultException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Properties of one object. A property that is unset, or that the user may not see, is not among them.
 *
 * @param ref the object
 * @param values by path
 */
public record ObjectProperties(ManagedObjectReference ref, Map<String, Object> values) {
    public ObjectProperties {
        values = Map.copyOf(values);
    }

    /**
     * Takes them out of an answer.
     *
     * @throws VimFaultException when the session has ended: then the answer has no properties, but no fault either
     */
    static ObjectProperties of(ObjectContent content) throws VimFaultException {
        checkSession(content.getMissingSet());
        Map<String, Object> values = new HashMap<>();
        if (content.getPropSet() != null) {
            for (DynamicProperty property : content.getPropSet()) {
                if (property.getName() != null && property.getVal() != null) {
                    values.put(property.getName(), property.getVal());
                }
            }
        }
        return new ObjectProperties(content.getObj(), values);
    }

    /** Without a session the collector answers, but withholds each property. */
    static void checkSession(MissingProperty[] withheld) throws VimFaultException {
        for (MissingProperty missing : withheld == null ? new MissingProperty[0] : withheld) {
            if (missing.getFault() != null && missing.getFault().getFault() instanceof NotAuthenticated ended) {
                throw new VimFaultException("NotAuthenticated", "The session is not authenticated.", ended);
            }
        }
    }

    /** A property of a type; empty when it is unset or of another type. */
    public <T> Optional<T> get(String path, Class<T> type) {
        return Optional.ofNullable(values.get(path)).filter(type::isInstance).map(type::cast);
    }

    /** A text property; empty text when it is unset. */
    public String text(String path) {
        return get(path, String.class).orElse("");
    }

    /** Whether a flag is set. */
    public boolean isTrue(String path) {
        return get(path, Boolean.class).orElse(false);
    }
}
