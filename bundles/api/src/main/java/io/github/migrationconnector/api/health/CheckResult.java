package io.github.migrationconnector.api.health;

import java.time.Instant;
import java.util.Objects;

/**
 * What the last look at one thing found.
 *
 * @param name of the check
 * @param finding what it found
 * @param since since when it is so, also over a restart: of the same state for the same reason
 * @param lookedAt when it was looked at; {@link Instant#EPOCH} when that was before this start
 */
public record CheckResult(String name, CheckFinding finding, Instant since, Instant lookedAt) {
    public CheckResult {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(lookedAt, "lookedAt");
    }

    public CheckState state() {
        return finding.state();
    }
}
