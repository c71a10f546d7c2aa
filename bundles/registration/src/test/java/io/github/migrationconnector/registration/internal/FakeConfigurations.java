package io.github.migrationconnector.registration.internal;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Config Admin in memory, as far as it is used here; can be told to fail. */
final class FakeConfigurations {
    private final Map<String, Dictionary<String, Object>> kept = new HashMap<>();
    private String failing = "";
    private boolean gone;

    /** As Felix's does for a bundle that was stopped (ConfigurationAdminImpl.getConfigurationManager). */
    void go() {
        gone = true;
    }

    /** From now on updates of this PID fail. */
    void failOn(String pid) {
        failing = pid;
    }

    ConfigurationAdmin admin() {
        return proxy(ConfigurationAdmin.class, (self, called, arguments) -> switch (called.getName()) {
            case "getConfiguration" -> present((String) arguments[0]);
            default -> throw new UnsupportedOperationException(called.toString());
        });
    }

    private Configuration present(String pid) {
        if (gone) {
            throw new IllegalStateException("Configuration Admin service has been unregistered");
        }
        return configuration(pid);
    }

    private Configuration configuration(String pid) {
        return proxy(Configuration.class, (self, called, arguments) -> switch (called.getName()) {
            case "getProperties" -> kept.get(pid);
            case "delete" -> kept.remove(pid);
            case "update" -> update(pid, (Dictionary<?, ?>) arguments[0]);
            default -> throw new UnsupportedOperationException(called.toString());
        });
    }

    private Object update(String pid, Dictionary<?, ?> properties) throws IOException {
        if (pid.equals(failing)) {
            throw new IOException("planted");
        }
        Dictionary<String, Object> copy = new Hashtable<>();
        Collections.list(properties.keys()).forEach(key -> copy.put((String) key, properties.get(key)));
        copy.put("service.pid", pid);
        return kept.put(pid, copy);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
