package io.github.migrationconnector.api.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** When a job's runs begin by themselves. */
public sealed interface Schedule {
    /** How far ahead a start may lie. Checked when a job is made or changed. */
    Duration FARTHEST_START = Duration.ofDays(30);

    /** Never: each run is asked for. */
    record OnDemand() implements Schedule {}

    /**
     * A single run.
     *
     * @param at when
     */
    record Once(Instant at) implements Schedule {
        public Once {
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * Runs at a fixed distance.
     *
     * @param hours 1 to 24
     * @param start when the first one begins
     */
    record Every(int hours, Instant start) implements Schedule {
        public Every {
            if (hours < 1 || hours > 24) {
                throw new IllegalArgumentException("an interval of 1 to 24 hours, not " + hours);
            }
            Objects.requireNonNull(start, "start");
        }
    }
}
