package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.problem.FullDisk;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A small file for few eyes, made anew at each start; so it need not survive a power cut. */
record PrivateFile(Path path, String permissions) {
    /** In the home, for the connector's own user only. */
    PrivateFile(Path path) {
        this(path, "rw-------");
    }

    void write(String line) {
        Path fresh = path.resolveSibling("." + path.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            // not at its making: the umask would take the group's away
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
            Files.writeString(fresh, line + "\n");
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private RuntimeException unwritable(IOException failure) {
        return new Problem(
                        "HOME_UNWRITABLE",
                        "The file " + path + " can't be written: " + failure.getMessage(),
                        "Check the free space and the rights of " + path.getParent() + ".",
                        FullDisk.retry(failure))
                .asException(failure);
    }
}
