package io.github.migrationconnector.diskstreaming.internal.journal;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A journal in a directory of its own (docs/formats.md). */
final class DirectoryJournalFiles implements JournalFiles {
    /** Held by whoever writes the journal; stays when it is cleared. */
    static final String LOCK = "lock";

    private final Path directory;

    DirectoryJournalFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public SlotFile slots(String name) {
        try {
            boolean fresh = !Files.exists(directory.resolve(name));
            SlotFile file = new RandomAccessSlotFile(directory.resolve(name));
            if (fresh) {
                forceDirectory(directory);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Map<String, String>> read(String name) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(Files.readString(file)));
            Map<String, String> values = new TreeMap<>();
            properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
            return Optional.of(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(new IOException(file + " is damaged", e));
        }
    }

    @Override
    public void write(String name, Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        StringWriter text = new StringWriter();
        Path temporary = directory.resolve(name + ".new");
        try {
            properties.store(text, null);
            try (FileChannel file = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(
                    temporary,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forceDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void clear() {
        try (Stream<Path> files = Files.list(directory)) {
            // the names that say what the others mean go first, so that no half of a journal looks like a whole one
            for (Path file : files.filter(file -> !file.endsWith(LOCK))
                    .sorted((a, b) -> Boolean.compare(isSlots(a), isSlots(b)))
                    .toList()) {
                Files.delete(file);
            }
            forceDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSlots(Path file) {
        return !file.getFileName().toString().contains(".properties");
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
