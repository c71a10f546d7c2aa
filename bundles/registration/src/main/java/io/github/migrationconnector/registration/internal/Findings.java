package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.registration.SetupFinding;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document, all of it rather than the first. */
final class Findings {
    private final List<SetupFinding> found = new ArrayList<>();

    void add(String path, String message, String fix) {
        found.add(new SetupFinding(path, message, fix));
    }

    int count() {
        return found.size();
    }

    boolean any() {
        return !found.isEmpty();
    }

    List<SetupFinding> all() {
        return List.copyOf(found);
    }
}
