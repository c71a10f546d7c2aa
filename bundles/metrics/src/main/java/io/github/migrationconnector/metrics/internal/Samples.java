package io.github.migrationconnector.metrics.internal;

import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.health.HealthState;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is asked for now and then, and shown as it was then. Only the sampling thread comes here. */
final class Samples {
    private static final Logger LOG = LoggerFactory.getLogger(Samples.class);

    /** How many checks are shown: more are not ours. */
    private static final int MOST_CHECKS = 64;

    private final Sampled sampled;
    private final MeterRegistry registry;
    private final MultiGauge checks;
    private final AtomicReference<Shown> shown = new AtomicReference<>(new Shown(Map.of(), Map.of(), 0, 0, false));

    /** Runs that had not ended. */
    private Set<String> active = new LinkedHashSet<>();

    private long change = -1;

    private final EndedRuns ended = new EndedRuns(Instant.now());

    /** What the gauges read. */
    private record Shown(
            Map<JobState, Long> jobs, Map<RunState, Long> runs, long waiting, double oldestSeconds, boolean healthy) {}

    Samples(Sampled sampled, MeterRegistry registry) {
        this.sampled = sampled;
        this.registry = registry;
        this.checks = MultiGauge.builder("connector.health.check")
                .description("0 well, 1 not known, 2 a warning, 3 failing")
                .register(registry);
        for (JobState state : JobState.values()) {
            gauge("connector.jobs", "Jobs by state", state, now -> now.jobs().getOrDefault(state, 0L));
        }
        for (RunState state : RunState.values()) {
            if (state.ended()) {
                // there from the start: what appears with the first run that fails has not increased
                Counter unused = endedRuns(state);
            } else {
                gauge("connector.runs.active", "Runs that have not ended, by state", state, now -> now.runs()
                        .getOrDefault(state, 0L));
            }
        }
        gauge("connector.runs.waiting", "Runs that wait for what somebody has to mend", Shown::waiting);
        gauge(
                "connector.queue.oldest.seconds",
                "Since the oldest run that has not ended was asked for",
                Shown::oldestSeconds);
        gauge("connector.healthy", "1 when no check fails", now -> now.healthy() ? 1 : 0);
    }

    private void gauge(String name, String description, ToDoubleFunction<Shown> value) {
        Gauge unused = Gauge.builder(name, shown, now -> value.applyAsDouble(now.get()))
                .description(description)
                .register(registry);
    }

    private void gauge(String name, String description, Enum<?> state, ToDoubleFunction<Shown> value) {
        Gauge unused = Gauge.builder(name, shown, now -> value.applyAsDouble(now.get()))
                .description(description)
                .tag("state", lower(state))
                .register(registry);
    }

    void take() {
        try {
            sampled.health().ifPresent(this::takeHealth);
            if (sampled.replication().isPresent() && sampled.changes().isPresent()) {
                takeRuns(sampled.replication().get(), sampled.changes().get());
            }
        } catch (ConnectorException away) {
            LOG.debug("A sample is left out: {}", away.problem().message());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError failure) {
            LOG.warn("A sample failed", failure);
        }
    }

    private void takeHealth(Health health) {
        ConnectorHealth now = health.health();
        List<Row<?>> rows = new ArrayList<>();
        now.checks().stream()
                .limit(MOST_CHECKS)
                .forEach(check ->
                        rows.add(Row.of(Tags.of("check", check.name().toLowerCase(Locale.ROOT)), rank(check))));
        checks.register(rows, true);
        Shown last = shown.get();
        shown.set(new Shown(
                last.jobs(), last.runs(), last.waiting(), last.oldestSeconds(), now.state() == HealthState.HEALTHY));
    }

    private static int rank(CheckResult check) {
        return Arrays.asList(CheckState.values()).indexOf(check.state());
    }

    /**
     * At first all jobs are looked through, with all changes that are still known: a run may have ended before the first look.
     * From then on what has changed tells which runs to ask for.
     */
    private void takeRuns(Replication replication, Changes changes) throws InterruptedException {
        long from = change;
        if (changes.forgotten(change)) {
            from = 0;
            change = changes.latest();
            replication.jobs().forEach(job -> replication.runs(job.id()).stream()
                    .filter(run -> !run.state().ended())
                    .limit(1)
                    .forEach(run -> active.add(run.id())));
        }
        for (Change each : changes.after(from, Duration.ZERO)) {
            change = Math.max(change, each.number());
            if (each.kind() == Change.Kind.RUN) {
                active.add(each.id());
            }
        }
        Map<RunState, Long> runs = new EnumMap<>(RunState.class);
        Set<String> still = new LinkedHashSet<>();
        long waiting = 0;
        double oldest = 0;
        for (String id : active) {
            Optional<Run> known = replication.run(id);
            known.filter(ended::isNews).ifPresent(this::count);
            if (known.isEmpty() || known.get().state().ended()) {
                continue;
            }
            Run run = known.get();
            still.add(id);
            runs.merge(run.state(), 1L, Long::sum);
            waiting += run.details().waitingFor().isEmpty() ? 0 : 1;
            oldest = Math.max(oldest, (double)
                    Duration.between(run.startedAt(), Instant.now()).toSeconds());
        }
        active = still;
        Map<JobState, Long> jobs = new EnumMap<>(JobState.class);
        for (Job job : replication.jobs()) {
            jobs.merge(job.status().state(), 1L, Long::sum);
        }
        shown.set(new Shown(jobs, runs, waiting, oldest, shown.get().healthy()));
    }

    private Counter endedRuns(RunState state) {
        return Counter.builder("connector.runs.ended")
                .description("Runs that have ended, by state")
                .tag("state", lower(state))
                .register(registry);
    }

    private void count(Run run) {
        endedRuns(run.state()).increment();
        Timer.builder("connector.run")
                .description("From when a run was asked for to its end")
                .tag("state", lower(run.state()))
                .serviceLevelObjectives(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        Duration.ofHours(4),
                        Duration.ofHours(12),
                        Duration.ofDays(1))
                .register(registry)
                .record(Duration.between(run.startedAt(), run.endedAt()));
    }

    private static String lower(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
