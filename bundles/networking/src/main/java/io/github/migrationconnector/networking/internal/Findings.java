package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.NetworkFinding;
import java.util.ArrayList;
import java.util.List;

/** What was found so far. */
final class Findings {
    private final List<NetworkFinding> all = new ArrayList<>();

    /**
     * @param values the names and figures in the message and the fix
     */
    void wrong(String path, String code, String message, String fix, String... values) {
        all.add(NetworkFinding.wrong(path, code, message, fix, values));
    }

    /**
     * @param values the names and figures in the message and the fix
     */
    void doubtful(String path, String code, String message, String fix, String... values) {
        all.add(NetworkFinding.doubtful(path, code, message, fix, values));
    }

    List<NetworkFinding> all() {
        return List.copyOf(all);
    }
}
