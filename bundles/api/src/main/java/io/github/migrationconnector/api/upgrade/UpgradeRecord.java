package io.github.migrationconnector.api.upgrade;

import java.time.Instant;
import java.util.Objects;

/**
 * One upgrade that has ended.
 *
 * @param fromSet the set in force before
 * @param toSet the set that was asked for; empty when that was not known yet
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param outcome how
 * @param reason why it was not good, in one sentence; empty when it was
 */
public record UpgradeRecord(
        String fromSet, String toSet, Instant startedAt, Instant endedAt, UpgradeOutcome outcome, String reason) {
    public UpgradeRecord {
        Objects.requireNonNull(fromSet, "fromSet");
        Objects.requireNonNull(toSet, "toSet");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(endedAt, "endedAt");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
    }
}
