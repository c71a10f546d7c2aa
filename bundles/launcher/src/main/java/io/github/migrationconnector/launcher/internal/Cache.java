package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** The framework's working directories below the home's {@code cache/}: the daemon's, and one per running command. */
final class Cache {
    private static final String COMMAND_PREFIX = "command-";

    private final Path directory;

    Cache(Home home) {
        this.directory = home.cache();
    }

    /** The daemon's; the framework empties it at each start. */
    Path daemon() {
        return directory.resolve("daemon");
    }

    /** This process's, for one command. Those that killed processes left are removed. */
    Path command() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(Cache::isAbandoned).toList()) {
                remove(entry);
            }
        }
        return directory.resolve(COMMAND_PREFIX + ProcessHandle.current().pid());
    }

    private static boolean isAbandoned(Path entry) {
        String name = entry.getFileName().toString();
        if (!name.startsWith(COMMAND_PREFIX)) {
            return false;
        }
        try {
            long pid = Long.parseLong(name.substring(COMMAND_PREFIX.length()));
            return ProcessHandle.of(pid).isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    static void remove(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException trouble) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
