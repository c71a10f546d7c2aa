package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.autoupgrade.internal.set.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that says: stay with the set in force. */
final class Pin {
    private final Path file;

    Pin(Path file) {
        this.file = file;
    }

    boolean isSet() {
        return Files.exists(file);
    }

    void set(boolean stay) {
        try {
            if (stay) {
                DurableFiles.write(file, new byte[0]);
            } else {
                DurableFiles.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void requireNone() {
        if (isSet()) {
            throw Problem.fatal(
                            "UPGRADE_PINNED",
                            "the connector is to stay with the set in force",
                            "Let go of it first: upgrade unpin.")
                    .asException();
        }
    }
}
