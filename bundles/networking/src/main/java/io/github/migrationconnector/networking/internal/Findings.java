package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.NetworkFinding;
import java.util.ArrayList;
import java.util.List;

/** What was found so far. */
final class Findings {
    private final List<NetworkFinding> all = new ArrayList<>();

    void wrong(String path, String message, String fix) {
        all.add(new NetworkFinding(true, path, message, fix));
    }

    void doubtful(String path, String message, String fix) {
        all.add(new NetworkFinding(false, path, message, fix));
    }

    List<NetworkFinding> all() {
        return List.copyOf(all);
    }
}
