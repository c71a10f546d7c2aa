package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.RunDetails.PhaseTime;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where a run comes from and how it goes.
 *
 * @param origin who asked for it, and what for
 * @param waiting what keeps it from going on
 * @param phases the phases that it has entered
 * @param imageRemoved whether its image and snapshots went because the job keeps fewer
 */
public record Course(Origin origin, Waiting waiting, List<PhaseTime> phases, boolean imageRemoved) {
    public Course {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(waiting, "waiting");
        phases = List.copyOf(phases);
    }

    /**
     * Who asked for a run, and what for.
     *
     * @param type the schedule, or somebody
     * @param scheduledAt when it was due
     * @param description what was said; may be empty
     * @param shutdown how the guest is stopped first
     */
    public record Origin(RunType type, Instant scheduledAt, String description, Shutdown shutdown) {
        public Origin {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(scheduledAt, "scheduledAt");
            Objects.requireNonNull(description, "description");
            Objects.requireNonNull(shutdown, "shutdown");
        }

        /** Asked for now. */
        public static Origin onDemand(Instant now, String description) {
            return new Origin(RunType.ON_DEMAND, now, description, Shutdown.NONE);
        }

        /** Due by the schedule. */
        public static Origin automatic(Instant due) {
            return new Origin(RunType.AUTOMATIC, due, "", Shutdown.NONE);
        }

        /** The last run of a job. */
        public static Origin cutOver(Instant now, CutOver how) {
            return new Origin(
                    RunType.ON_DEMAND, now, how.description(), new Shutdown(how.shutdownWithin(), how.powerOff()));
        }
    }

    /**
     * How the guest of a cut-over is stopped.
     *
     * @param within how long it may take by itself; zero for a run that stops nothing
     * @param powerOff whether it is powered off after that
     */
    public record Shutdown(Duration within, boolean powerOff) {
        /** A run that leaves the guest alone. */
        public static final Shutdown NONE = new Shutdown(Duration.ZERO, false);

        public Shutdown {
            Objects.requireNonNull(within, "within");
        }

        public boolean isWanted() {
            return !within.isZero();
        }
    }

    /**
     * What keeps a run from going on.
     *
     * @param over for its reader; empty when it goes on
     * @param since when it began to wait
     */
    public record Waiting(String over, Instant since) {
        /** It goes on. */
        public static final Waiting NOT = new Waiting("", Instant.EPOCH);

        public Waiting {
            Objects.requireNonNull(over, "over");
            Objects.requireNonNull(since, "since");
        }

        public boolean waits() {
            return !over.isEmpty();
        }
    }

    static Course from(Origin origin) {
        return new Course(origin, Waiting.NOT, List.of(), false);
    }

    Course entered(RunPhase phase, Instant now) {
        if (hasEntered(phase)) {
            return this;
        }
        List<PhaseTime> all = new ArrayList<>(phases);
        all.add(new PhaseTime(phase, now));
        return new Course(origin, waiting, all, imageRemoved);
    }

    boolean hasEntered(RunPhase phase) {
        return phases.stream().anyMatch(entered -> entered.phase() == phase);
    }

    /** The time at which a wait began stays the same while one problem follows the other. */
    Course waitingFor(Problem problem, Instant now) {
        return new Course(
                origin, new Waiting(problem.message(), waiting.waits() ? waiting.since() : now), phases, imageRemoved);
    }

    Course goingOn() {
        return new Course(origin, Waiting.NOT, phases, imageRemoved);
    }

    Course withoutImage() {
        return new Course(origin, waiting, phases, true);
    }
}
