package io.github.migrationconnector.api.registration;

import java.util.Objects;

/**
 * One thing that is wrong with a set-up document.
 *
 * @param path where, as a JSON path: {@code $.vcenter.password}
 * @param message what is wrong, without secrets
 * @param fix what to write there
 */
public record SetupFinding(String path, String message, String fix) {
    public SetupFinding {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }
}
