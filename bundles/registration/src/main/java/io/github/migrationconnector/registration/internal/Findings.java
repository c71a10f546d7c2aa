package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.registration.SetupFinding;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document, all of it rather than the first. */
final class Findings {
    private final List<SetupFinding> found = new ArrayList<>();

    /**
     * @param values the names and figures in the message and the fix
     */
    void add(String path, String code, String message, String fix, String... values) {
        add(SetupFinding.of(path, code, message, fix, values));
    }

    void add(SetupFinding finding) {
        found.add(finding);
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
