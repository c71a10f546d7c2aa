package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where one connector keeps everything of its own. Nobody but its owner may look into it.
 *
 * <pre>
 * conf/      settings, one .cfg per component; made from the distribution's at the first start, the user's from then on
 * sets/      later bundle sets; sets/current names the one in force
 * cache/     the framework's; may be deleted when the connector is stopped
 * log/       a file for each area, and older ones
 * tls/       the HTTPS certificate and its key
 * upgrades/  what was seen of releases, and what became of them
 * run/       what is true while the daemon runs: its lock and its address
 * </pre>
 *
 * @param directory absolute
 */
public record Home(Path directory) {
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");
    private static final List<String> PARTS = List.of("conf", "sets", "cache", "log", "tls", "run", "tmp");

    public Home {
        directory = directory.toAbsolutePath().normalize();
    }

    /** Makes what is missing of it, and checks that it is closed to others and can be written. */
    void prepare(Distribution distribution) {
        try {
            openOrMake();
            for (String part : PARTS) {
                makeDirectory(directory.resolve(part));
            }
            copyMissingSettings(distribution);
        } catch (IOException e) {
            throw notWritable(e);
        }
    }

    Path conf() {
        return directory.resolve("conf");
    }

    Path sets() {
        return directory.resolve("sets");
    }

    /** Holds the name of the set in force; not there as long as the distribution's own is. */
    Path currentSet() {
        return sets().resolve("current");
    }

    /** Names the set that may put back the store as it left it. */
    Path restoreStore() {
        return sets().resolve("restore-store");
    }

    Path cache() {
        return directory.resolve("cache");
    }

    Path log() {
        return directory.resolve("log");
    }

    Path tls() {
        return directory.resolve("tls");
    }

    /** For what libraries must unpack to load. */
    Path temporary() {
        return directory.resolve("tmp");
    }

    Path lock() {
        return directory.resolve("run").resolve("lock");
    }

    /** Made by whoever stops the framework and wants it to start anew. */
    Path restart() {
        return directory.resolve("run").resolve("restart");
    }

    /** While the daemon runs: its address as a local client writes it, {@code https://127.0.0.1:8443}. */
    Path address() {
        return directory.resolve("run").resolve("address");
    }

    /** Writes a file that only the owner may read, whole or not at all. */
    static void writePrivately(Path file, byte[] content) throws IOException {
        Path draft = Files.createTempFile(
                file.getParent(), ".draft", "", PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE));
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    LaunchException notWritable(IOException cause) {
        String owner = System.getProperty("user.name");
        return new LaunchException(
                "can't write to the home " + directory + ": " + reason(cause),
                "choose another by --home DIR, or make it writable for the user " + owner + " (chown " + owner + " "
                        + directory + ")",
                cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException denied) {
            return "permission denied on " + denied.getFile();
        }
        if (cause instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is not a directory";
        }
        if (cause instanceof FileSystemException trouble && trouble.getReason() != null) {
            return trouble.getFile() + ": " + trouble.getReason();
        }
        return cause.toString();
    }

    private void openOrMake() throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (directory.getParent() != null) {
                Files.createDirectories(directory.getParent());
            }
            makeDirectory(directory);
            return;
        }
        if (Files.isDirectory(directory) && isEmpty()) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY_DIRECTORY);
            return;
        }
        if (Files.isDirectory(directory) && !closedToOthers()) {
            // not mended by itself: it may be somebody's /tmp, given by mistake
            throw new LaunchException(
                    "others may look into the home " + directory,
                    "close it by chmod 700 " + directory + ", or choose another by --home DIR");
        }
        if (!Files.isDirectory(directory)) {
            throw new FileAlreadyExistsException(directory.toString());
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private boolean closedToOthers() throws IOException {
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
        others.removeAll(OWNER_ONLY_DIRECTORY);
        return others.isEmpty();
    }

    private static void makeDirectory(Path path) throws IOException {
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY));
        } catch (FileAlreadyExistsException e) {
            // made before, or this moment by another command that shares the home
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
        if (!Files.isWritable(path)) {
            throw new AccessDeniedException(path.toString());
        }
    }

    private void copyMissingSettings(Distribution distribution) throws IOException {
        try (Stream<Path> settings = Files.list(distribution.conf())) {
            for (Path setting : settings.filter(Files::isRegularFile).toList()) {
                Path own = conf().resolve(setting.getFileName().toString());
                if (Files.notExists(own)) {
                    writePrivately(own, Files.readAllBytes(setting));
                }
            }
        }
    }
}
