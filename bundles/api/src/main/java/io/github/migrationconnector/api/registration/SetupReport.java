package io.github.migrationconnector.api.registration;

import java.util.List;
import java.util.Objects;

/**
 * What became of a set-up document.
 *
 * @param findings what is wrong; when there is any, nothing was changed
 * @param warnings what is not wrong, yet worth knowing: privileges that lack or would bring more
 * @param changed the names of the sections that were changed, or would be in a dry run; empty when all was in force already
 * @param state how far the set-up is now
 */
public record SetupReport(
        List<SetupFinding> findings, List<SetupFinding> warnings, List<String> changed, SetupState state) {
    public SetupReport {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
        changed = List.copyOf(changed);
        Objects.requireNonNull(state, "state");
    }

    /** Without warnings. */
    public SetupReport(List<SetupFinding> findings, List<String> changed, SetupState state) {
        this(findings, List.of(), changed, state);
    }

    public boolean accepted() {
        return findings.isEmpty();
    }
}
