package io.github.migrationconnector.registration.internal;

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
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One {@code .cfg} file, in the format that Felix File Install reads ({@link Properties}). Written whole and synced, so that
 * settings acknowledged to somebody survive a power cut; File Install's own saving does neither.
 */
record SettingsFile(Path path) {
    /** What it says; empty when it is not there. */
    Map<String, String> read() throws IOException {
        if (!Files.exists(path)) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (InputStream content = Files.newInputStream(path)) {
            properties.load(content);
        } catch (IllegalArgumentException malformed) {
            throw new IOException(path + " is no properties file", malformed);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    void write(Map<String, String> settings) throws IOException {
        Path directory = path.getParent();
        Files.createDirectories(directory);
        // a name that File Install does not look at
        Path fresh = directory.resolve("." + path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytesOf(settings));
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directory);
    }

    void remove() throws IOException {
        if (Files.deleteIfExists(path)) {
            sync(path.getParent());
        }
    }

    private static byte[] bytesOf(Map<String, String> settings) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
            Properties one = new Properties();
            one.setProperty(setting.getKey(), setting.getValue());
            ByteArrayOutputStream stored = new ByteArrayOutputStream();
            one.store(stored, null);
            // escaped by the JDK, without the line that tells the time
            stored.toString(StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> lines.append(line).append('\n'));
        }
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
