package io.github.migrationconnector.api.network;

import io.github.migrationconnector.api.problem.Notice;
import java.util.List;
import java.util.Objects;

/**
 * What is wrong, or doubtful, with wanted settings.
 *
 * @param blocking whether they are not applied because of it
 * @param path the setting, as a JSON path: {@code $.interfaces[0].ipv4.gateway}
 * @param notice what is wrong, and what to do
 */
public record NetworkFinding(boolean blocking, String path, Notice notice) {
    public NetworkFinding {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(notice, "notice");
    }

    /**
     * One because of which nothing is applied.
     *
     * @param values the names and figures in the message and the fix
     */
    public static NetworkFinding wrong(String path, String code, String message, String fix, String... values) {
        return new NetworkFinding(true, path, new Notice(code, List.of(values), message, fix));
    }

    /**
     * One that stops nothing.
     *
     * @param values the names and figures in the message and the fix
     */
    public static NetworkFinding doubtful(String path, String code, String message, String fix, String... values) {
        return new NetworkFinding(false, path, new Notice(code, List.of(values), message, fix));
    }

    public String message() {
        return notice.message();
    }

    public String fix() {
        return notice.fix();
    }
}
