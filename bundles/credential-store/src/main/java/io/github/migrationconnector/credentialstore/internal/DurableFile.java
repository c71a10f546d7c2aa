package io.github.migrationconnector.credentialstore.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small private file that is either the old one or the new one, whole, whatever happens while it is written; and the new
 * one, even after a power cut, once a write has returned.
 *
 * @param path where it is
 * @param mode its rights, such as {@code r--------}
 * @param disk which writes
 * @param mostBytes a file that is larger is not one of ours
 */
record DurableFile(Path path, String mode, Disk disk, int mostBytes) {
    /** Far above any record and any keyset. */
    private static final int MAX_BYTES = 1 << 20;

    DurableFile(Path path, String mode, Disk disk) {
        this(path, mode, disk, MAX_BYTES);
    }

    boolean exists() {
        return Files.exists(path);
    }

    byte[] read() throws IOException {
        try (var content = Files.newInputStream(path)) {
            byte[] bytes = content.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw new IOException(path + " is larger than " + mostBytes + " bytes");
            }
            return bytes;
        }
    }

    void write(byte[] bytes) throws IOException {
        Path directory = path.getParent();
        makeDirectory(directory);
        Path fresh = directory.resolve("." + path.getFileName() + ".new");
        // left by a write that was cut short
        disk.delete(fresh);
        disk.create(fresh, bytes, mode);
        disk.sync(fresh);
        disk.rename(fresh, path);
        disk.syncDirectory(directory);
    }

    /** Removes it; no error when it is not there. */
    void remove() throws IOException {
        if (disk.delete(path)) {
            disk.syncDirectory(path.getParent());
        }
    }

    /** Whether somebody other than its owner may read or change it. */
    boolean exposed() throws IOException {
        return Files.getPosixFilePermissions(path).stream()
                .anyMatch(right -> !right.name().startsWith("OWNER_"));
    }

    private void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        makeDirectory(directory.getParent());
        disk.createDirectory(directory);
        disk.syncDirectory(directory.getParent());
    }
}
