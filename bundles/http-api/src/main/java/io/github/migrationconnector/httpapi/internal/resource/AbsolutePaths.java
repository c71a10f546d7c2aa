package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files on the daemon's machine that a request names: whoever asks stands in another directory. */
final class AbsolutePaths {
    private AbsolutePaths() {}

    static Path of(String where, String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            // told below: it is no absolute path either
        }
        throw BadRequests.of(where, "is not an absolute path");
    }
}
