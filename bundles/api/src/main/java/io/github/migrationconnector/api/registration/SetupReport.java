package io.github.migrationconnector.api.registration;

import java.util.List;
import java.util.Objects;

/**
 * What became of a set-up document.
 *
 * @param findings what is wrong; when there is any, nothing was changed
 * @param changed the names of the sections that were changed, or would be in a dry run; empty when all was in force already
 * @param state how far the set-up is now
 */
public record SetupReport(List<SetupFinding> findings, List<String> changed, SetupState state) {
    public SetupReport {
        findings = List.copyOf(findings);
        changed = List.copyOf(changed);
        Objects.requireNonNull(state, "state");
    }

    public boolean accepted() {
        return findings.isEmpty();
    }
}
