package io.github.migrationconnector.credentialstore.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A small private file that is either the old one or the new one, whole, whatever happens while it is written; and the new
 * one, even after a power cut, once a write has returned.
 *
 * @param path where it is
 * @param mode its rights, such as {@code r--------}
 */
record DurableFile(Path path, String mode) {
    /** Far above any record; a file that is larger is not one of ours. */
    private static final int MAX_BYTES = 1 << 20;

    boolean exists() {
        return Files.exists(path);
    }

    byte[] read() throws IOException {
        try (var content = Files.newInputStream(path)) {
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(path + " is larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    void write(byte[] bytes) throws IOException {
        Path directory = path.getParent();
        makeDirectory(directory);
        Path fresh = directory.resolve("." + path.getFileName() + ".new");
        // left by a write that was cut short
        Files.deleteIfExists(fresh);
        Set<PosixFilePermission> rights = PosixFilePermissions.fromString(mode);
        try (FileChannel channel = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(rights))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directory);
    }

    /** Removes it; no error when it is not there. */
    void remove() throws IOException {
        if (Files.deleteIfExists(path)) {
            sync(path.getParent());
        }
    }

    /** Whether somebody other than its owner may read or change it. */
    boolean exposed() throws IOException {
        return Files.getPosixFilePermissions(path).stream()
                .anyMatch(right -> !right.name().startsWith("OWNER_"));
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        makeDirectory(directory.getParent());
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        sync(directory.getParent());
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
