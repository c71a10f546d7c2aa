package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDetails.PhaseTime;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One phase of a run.
 *
 * @param phase which
 * @param mark {@code past}, {@code now}, {@code failed}, {@code ahead}
 * @param at when it was entered; {@link Instant#EPOCH} when it was not
 * @param seconds how long it took, or takes by now; -1 when that is not known
 */
public record PhaseRow(RunPhase phase, String mark, Instant at, long seconds) {
    public PhaseRow {
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(mark, "mark");
        Objects.requireNonNull(at, "at");
    }

    /** All phases of a run, in their order; a guest is shut down in a cut-over alone. */
    static List<PhaseRow> of(Run run, Instant now) {
        List<PhaseTime> entered = run.details().phases();
        List<PhaseRow> rows = new ArrayList<>();
        for (RunPhase phase : RunPhase.values()) {
            if (phase == RunPhase.SHUTTING_DOWN && !run.details().cutOver()) {
                continue;
            }
            Instant at = at(entered, phase).orElse(Instant.EPOCH);
            rows.add(new PhaseRow(phase, mark(run, phase), at, at.equals(Instant.EPOCH) ? -1 : seconds(run, at, now)));
        }
        return rows;
    }

    private static String mark(Run run, RunPhase phase) {
        if (run.state() == RunState.COMPLETED || phase.compareTo(run.phase()) < 0) {
            return "past";
        }
        if (phase != run.phase() || run.state() == RunState.MISSED) {
            return "ahead";
        }
        return run.state().ended() ? "failed" : "now";
    }

    private static Optional<Instant> at(List<PhaseTime> entered, RunPhase phase) {
        return entered.stream()
                .filter(time -> time.phase() == phase)
                .map(PhaseTime::at)
                .findFirst();
    }

    /** Until the phase that was entered next; until the run's end, or now, when none was. */
    private static long seconds(Run run, Instant at, Instant now) {
        Instant end = run.details().phases().stream()
                .map(PhaseTime::at)
                .filter(other -> other.isAfter(at))
                .min(Instant::compareTo)
                .orElse(run.state().ended() ? run.endedAt() : now);
        return Math.max(0, Duration.between(at, end).toSeconds());
    }
}
