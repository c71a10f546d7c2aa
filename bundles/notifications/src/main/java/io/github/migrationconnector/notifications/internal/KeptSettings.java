package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Settings of one PID: in force in Config Admin, and kept in a {@code .cfg} file, whole and synced. */
final class KeptSettings {
    private final ConfigurationAdmin admin;
    private final Path file;
    private final String pid;

    KeptSettings(ConfigurationAdmin admin, Path directory, String pid) {
        this.admin = admin;
        this.file = directory.resolve(pid + ".cfg");
        this.pid = pid;
    }

    /** What the file says; empty when it is not there. */
    Map<String, String> read() {
        Map<String, String> settings = new TreeMap<>();
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                properties.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw unusable(e);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        return settings;
    }

    /** Those that Config Admin has. */
    Map<String, String> inForce() {
        Map<String, String> settings = new TreeMap<>();
        try {
            Configuration[] found = admin.listConfigurations("(" + Constants.SERVICE_PID + "=" + pid + ")");
            if (found != null) {
                FrameworkUtil.asMap(found[0].getProperties())
                        .forEach((name, value) -> settings.put(name, String.valueOf(value)));
            }
        } catch (IOException | InvalidSyntaxException failure) {
            throw unusable(failure);
        }
        return settings;
    }

    /** Changes some, and leaves the others; what is empty is left out. In force and on disk when this returns. */
    void change(Map<String, String> changes) {
        Map<String, String> all = new TreeMap<>(read());
        all.putAll(changes);
        all.values().removeIf(String::isEmpty);
        try {
            // first in force, then in the file: so File Install finds in the file what it knows, and leaves it alone
            admin.getConfiguration(pid, "?").update(FrameworkUtil.asDictionary(new HashMap<>(all)));
            write(all);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void write(Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        properties.store(stored, null);
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        // without the line that tells the time
        DurableFile.write(fresh, stored.toString(StandardCharsets.ISO_8859_1).replaceAll("(?m)^#.*\\R", ""));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.sync(file.getParent());
    }

    private RuntimeException unusable(Exception failure) {
        return Problem.fatal(
                        "SETTINGS_UNUSABLE",
                        "The settings " + file + " can't be read or written: " + failure.getMessage(),
                        "Check the free space and the rights of their directory.")
                .asException(failure);
    }
}
