package io.github.migrationconnector.logupload.internal;

import io.github.migrationconnector.api.problem.FullDisk;
import io.github.migrationconnector.api.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings of one PID: in force in Config Admin, and kept in a {@code .cfg} file, whole and synced. */
public final class KeptSettings {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSettings.class);

    private final ConfigurationAdmin admin;
    private final Path file;
    private final String pid;

    public KeptSettings(ConfigurationAdmin admin, Path directory, String pid) {
        this.admin = admin;
        this.file = directory.resolve(pid + ".cfg");
        this.pid = pid;
    }

    /** What the file says; empty when it is not there. */
    public Map<String, String> read() {
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

    /** Changes some, and leaves the others; what is empty is left out. In force and on disk when this returns. */
    public void change(Map<String, String> changes) {
        Map<String, String> all = new TreeMap<>(read());
        all.putAll(changes);
        all.values().removeIf(String::isEmpty);
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            // first what may find no room; then in force, then in the file: so File Install finds in the file what it
            // knows, and
            // leaves it alone
            write(fresh, all);
            admin.getConfiguration(pid, "?").update(FrameworkUtil.asDictionary(new HashMap<>(all)));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            discard(fresh);
            throw unusable(e);
        }
    }

    private static void discard(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            LOG.warn("{} can't be removed; the next change writes over it", fresh, e);
        }
    }

    private static void write(Path fresh, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        properties.store(stored, null);
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            // without the line that tells the time
            String text = stored.toString(StandardCharsets.ISO_8859_1).replaceAll("(?m)^#.*\\R", "");
            ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private RuntimeException unusable(Exception failure) {
        return new Problem(
                        "SETTINGS_UNUSABLE",
                        "The settings " + file + " can't be read or written: " + failure.getMessage(),
                        "Check the free space and the rights of their directory.",
                        FullDisk.retry(failure))
                .asException(failure);
    }
}
