package io.github.migrationconnector.api.network;

import java.util.Objects;

/**
 * What is wrong, or doubtful, with wanted settings.
 *
 * @param blocking whether they are not applied because of it
 * @param path the setting, as a JSON path: {@code $.interfaces[0].ipv4.gateway}
 * @param message what is wrong, in one sentence
 * @param fix what to do
 */
public record NetworkFinding(boolean blocking, String path, String message, String fix) {
    public NetworkFinding {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }
}
