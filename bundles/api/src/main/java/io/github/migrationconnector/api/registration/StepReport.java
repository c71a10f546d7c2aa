package io.github.migrationconnector.api.registration;

import java.util.List;
import java.util.Objects;

/**
 * What became of an answer.
 *
 * @param findings what is wrong with it; when there is any, the draft is as before
 * @param warnings what is not wrong, yet worth knowing: privileges that would bring more
 * @param progress where the set-up is now
 */
public record StepReport(List<SetupFinding> findings, List<SetupFinding> warnings, SetupProgress progress) {
    public StepReport {
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
        Objects.requireNonNull(progress, "progress");
    }

    public boolean accepted() {
        return findings.isEmpty();
    }
}
