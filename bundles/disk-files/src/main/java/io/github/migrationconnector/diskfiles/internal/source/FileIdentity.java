package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What tells one state of a file from another: where it is, how long, and when it was last written.
 *
 * @param path with all links resolved
 * @param sizeBytes its length, as the file system says
 * @param modified time of the last write, as precisely as the file system keeps it
 */
record FileIdentity(Path path, long sizeBytes, String modified) {
    static FileIdentity of(Path path) {
        try {
            Path real = path.toRealPath();
            BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw Problem.fatal("SOURCE_NOT_A_FILE", path + " is a directory.", "Name the disk's file within it.")
                        .asException();
            }
            return new FileIdentity(
                    real,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant().toString());
        } catch (NoSuchFileException e) {
            throw FileAccess.missing(path).asException(e);
        } catch (IOException e) {
            throw FileAccess.unreadable(path, e).asException(e);
        }
    }

    /** Throws SOURCE_CHANGED when the file is no longer as it was. */
    void check() {
        FileIdentity now;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            now = new FileIdentity(
                    path,
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant().toString());
        } catch (IOException e) {
            throw changed(path).asException(e);
        }
        if (!now.equals(this)) {
            throw changed(path).asException();
        }
    }

    static Problem changed(Path path) {
        return Problem.fatal(
                "SOURCE_CHANGED",
                "The file " + path + " changed while it was read.",
                "Stop what writes to it, then start again: the copy begins anew.");
    }
}
