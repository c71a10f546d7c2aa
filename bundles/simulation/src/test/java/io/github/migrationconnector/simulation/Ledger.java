package io.github.migrationconnector.simulation;

import io.github.migrationconnector.api.replication.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What happened, as somebody beside the product has written it down. */
final class Ledger {
    /** From when to when. */
    record Span(Instant from, Instant to) {
        boolean holds(Instant time, Duration tolerance) {
            return !time.isBefore(from.minus(tolerance)) && !time.isAfter(to);
        }
    }

    private final List<Span> off = new ArrayList<>();
    private final Map<String, List<Span>> pausedOnFailure = new HashMap<>();
    private final Map<String, Instant> pausedSince = new HashMap<>();
    private final Map<KillPoint, Integer> kills = new TreeMap<>();
    private final Map<String, Integer> events = new TreeMap<>();

    void off(Instant from, Instant to) {
        off.add(new Span(from, to));
    }

    void killed(KillPoint point) {
        kills.merge(point, 1, Integer::sum);
    }

    void happened(String what) {
        events.merge(what, 1, Integer::sum);
    }

    /** Notes a job's state; answers since when failures have paused it. */
    Optional<Instant> saw(String jobId, JobState state, Instant now) {
        if (state == JobState.PAUSED_ON_FAILURE) {
            pausedSince.putIfAbsent(jobId, now.minus(Plan.TICK.multipliedBy(2)));
        }
        return Optional.ofNullable(pausedSince.get(jobId));
    }

    void resumed(String jobId, Instant now) {
        pausedOnFailure.computeIfAbsent(jobId, key -> new ArrayList<>()).add(new Span(pausedSince.remove(jobId), now));
        happened("jobs resumed after five failures");
    }

    List<Span> off() {
        return off;
    }

    List<Span> pausedOnFailure(String jobId) {
        return pausedOnFailure.getOrDefault(jobId, List.of());
    }

    Map<KillPoint, Integer> kills() {
        return kills;
    }

    Map<String, Integer> events() {
        return events;
    }
}
