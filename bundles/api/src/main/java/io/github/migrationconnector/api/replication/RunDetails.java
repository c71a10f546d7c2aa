package io.github.migrationconnector.api.replication;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What else is known of a run.
 *
 * @param type who began it
 * @param scheduledAt when it was due; the time that it was asked for when nobody had planned it
 * @param description what was said when it was asked for; may be empty
 * @param cutOver whether its guest is shut down first
 * @param waitingFor what keeps it from going on, for its reader; empty while it goes on. The fix stands in the first problem
 * @param phases the phases that it has entered, in that order
 */
public record RunDetails(
        RunType type,
        Instant scheduledAt,
        String description,
        boolean cutOver,
        String waitingFor,
        List<PhaseTime> phases) {
    public RunDetails {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(scheduledAt, "scheduledAt");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(waitingFor, "waitingFor");
        phases = List.copyOf(phases);
    }

    /** A run that was asked for at a time, with nothing said. */
    public static RunDetails onDemand(Instant at) {
        return new RunDetails(RunType.ON_DEMAND, at, "", false, "", List.of());
    }

    /**
     * When a phase was entered first.
     *
     * @param phase the step
     * @param at when
     */
    public record PhaseTime(RunPhase phase, Instant at) {
        public PhaseTime {
            Objects.requireNonNull(phase, "phase");
            Objects.requireNonNull(at, "at");
        }
    }
}
