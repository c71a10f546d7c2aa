package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;

/** What goes wrong where snapshots are kept in files. */
final class StoreProblem {
    private StoreProblem() {}

    static ConnectorException io(Path path, IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space left");
        return Problem.fatal(
                        full ? "TARGET_FULL" : "TARGET_IO_FAILED",
                        full
                                ? "There is no space left for " + path + "."
                                : "Reading or writing " + path + " failed: " + cause.getMessage() + ".",
                        full
                                ? "Make room there and start again: the copy goes on where it stopped."
                                : "Check that the place is there, writable and healthy.")
                .asException(cause);
    }

    static ConnectorException refused(String message) {
        return Problem.fatal("TARGET_REFUSED", message, "").asException();
    }

    static ConnectorException refused(String message, String fix) {
        return Problem.fatal("TARGET_REFUSED", message, fix).asException();
    }

    static ConnectorException damaged(Path path, String what) {
        return Problem.fatal(
                        "TARGET_DAMAGED",
                        path + " is damaged: " + what + ".",
                        "Delete this snapshot and make it again; check the storage it lies on.")
                .asException();
    }

    static ConnectorException closed() {
        return Problem.fatal("WRITER_CLOSED", "The snapshot's writer was closed.", "")
                .asException();
    }
}
