package io.github.migrationconnector.api.logupload;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file to send.
 *
 * @param name where it goes below the place: one or more parts with slashes between. The same name always has the same content
 * @param path where it is here
 * @param bytes its length
 * @param sha256 its digest, 64 hex digits
 */
public record UploadFile(String name, Path path, long bytes, String sha256) {
    public UploadFile {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,8}") || name.length() > 500) {
            throw new IllegalArgumentException("not a file's name: " + name);
        }
        Objects.requireNonNull(path, "path");
        if (bytes < 0) {
            throw new IllegalArgumentException("not a length: " + bytes);
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
    }

    /** The last part of its name. */
    public String lastName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
