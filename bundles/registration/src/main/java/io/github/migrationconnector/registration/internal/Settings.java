package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.FullDisk;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings by PID: in force in Config Admin, kept in {@code .cfg} files. */
final class Settings {
    static final String AWS = "io.github.migrationconnector.aws";
    static final String VCENTER = "io.github.migrationconnector.vcenter";
    static final String REGISTRATION = "io.github.migrationconnector.registration";

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String ANY_LOCATION = "?";

    private final ConfigurationAdmin admin;
    private final Path directory;

    Settings(ConfigurationAdmin admin, Path directory) {
        this.admin = admin;
        this.directory = directory.toAbsolutePath();
    }

    /**
     * Brings the files into force. File Install does it too, but at its own time: whoever starts with the daemon would find
     * no settings.
     */
    void load() {
        for (String pid : new String[] {AWS, VCENTER, REGISTRATION}) {
            try {
                Map<String, String> kept = file(pid).read();
                if (!kept.isEmpty() && !kept.equals(get(pid))) {
                    enforce(pid, kept);
                }
            } catch (IOException failure) {
                throw unusable(pid, failure);
            }
        }
    }

    /** Whether a set-up is in force. */
    boolean registered() {
        return get(REGISTRATION).containsKey(SetupChanges.LICENCE)
                && !get(AWS).isEmpty()
                && !get(VCENTER).isEmpty();
    }

    /** What is in force; empty when nothing is. */
    Map<String, String> get(String pid) {
        try {
            Map<String, String> settings = new TreeMap<>();
            Dictionary<String, Object> properties = configuration(pid).getProperties();
            if (properties != null) {
                Collections.list(properties.keys()).stream()
                        .filter(key -> !key.startsWith("service.") && !key.startsWith("felix."))
                        .forEach(key -> settings.put(key, String.valueOf(properties.get(key))));
            }
            return settings;
        } catch (IOException failure) {
            throw unusable(pid, failure);
        }
    }

    /** Puts settings in force, on disk when this returns; an empty map removes them. */
    void put(String pid, Map<String, String> settings) {
        try {
            // first in force, then in the file: so File Install finds in the file what it knows, and leaves it alone
            if (settings.isEmpty()) {
                configuration(pid).delete();
                file(pid).remove();
            } else {
                enforce(pid, settings);
                file(pid).write(settings);
            }
        } catch (IOException failure) {
            takeBack(pid);
            throw unusable(pid, failure);
        }
    }

    /** What was refused must not be in force until the next start brings the file's settings back. */
    private void takeBack(String pid) {
        try {
            Map<String, String> kept = file(pid).read();
            if (kept.isEmpty()) {
                configuration(pid).delete();
            } else if (!kept.equals(get(pid))) {
                enforce(pid, kept);
            }
        } catch (IOException | ConnectorException still) {
            LOG.warn("{} is in force as it is not kept, until the next start", pid, still);
        }
    }

    private void enforce(String pid, Map<String, String> settings) throws IOException {
        // without File Install's own property: with it, it would write the file again, and sync nothing
        configuration(pid).update(FrameworkUtil.asDictionary(new HashMap<>(settings)));
    }

    /** Config Admin goes with this bundle: whoever asks then was on the way when it was replaced, and asks again. */
    private Configuration configuration(String pid) throws IOException {
        try {
            return admin.getConfiguration(pid, ANY_LOCATION);
        } catch (IllegalStateException gone) {
            throw new Problem(
                            "SERVICE_ABSENT",
                            "The service registration is not running.",
                            "Try again in a moment; if it stays away, look at the list of bundles.",
                            Retry.ON_RESUME)
                    .asException(gone);
        }
    }

    private SettingsFile file(String pid) {
        return new SettingsFile(directory.resolve(pid + ".cfg"));
    }

    private ConnectorException unusable(String pid, IOException failure) {
        return new Problem(
                        "SETTINGS_UNUSABLE",
                        "The settings " + file(pid).path() + " can't be read or written: " + failure.getMessage(),
                        "Check the free space and the rights of " + directory + ".",
                        FullDisk.retry(failure))
                .asException(failure);
    }
}
