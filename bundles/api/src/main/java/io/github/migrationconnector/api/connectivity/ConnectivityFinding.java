package io.github.migrationconnector.api.connectivity;

import java.util.Objects;

/**
 * How one step went.
 *
 * @param step which
 * @param outcome how
 * @param detail what was found, or why it failed or was left out
 * @param fix what the reader can do about it; empty unless it failed
 */
public record ConnectivityFinding(ConnectivityStep step, Outcome outcome, String detail, String fix) {
    /** How a step went. */
    public enum Outcome {
        OK,
        FAILED,
        /** Left out, since a step before it failed. */
        SKIPPED
    }

    public ConnectivityFinding {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(fix, "fix");
    }
}
