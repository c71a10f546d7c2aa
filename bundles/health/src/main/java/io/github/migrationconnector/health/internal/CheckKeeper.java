package io.github.migrationconnector.health.internal;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Calls every check at its heartbeats, and rolls up what they find. */
@Component(service = Health.class, immediate = true, configurationPid = "io.github.migrationconnector.health")
@Designate(ocd = CheckKeeper.Config.class)
public final class CheckKeeper implements Health {
    /** More checks than these are not ours. */
    private static final int MOST_LOOKS = 64;

    /** What costs this much is not looked at before its time: it asks others for much. */
    private static final int COSTLY_BEATS = 60;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a check may be away before it is forgotten: its bundle is being swapped. */
    private static final Duration AWAY = Duration.ofMinutes(5);

    /** How often. */
    @ObjectClassDefinition(name = "Health")
    public @interface Config {
        @AttributeDefinition(name = "Heartbeat", description = "Seconds between two heartbeats", min = "1")
        int seconds() default 30;
    }

    private final Clock clock;
    private final KnownResults results;
    private final Map<String, WatchedCheck> watched = new ConcurrentHashMap<>();
    private final Map<String, Instant> away = new ConcurrentHashMap<>();
    private final ScheduledExecutorService beats = Executors.newScheduledThreadPool(2, task -> named(task, "beat"));
    private final WatchedCheck.Workers workers = new WatchedCheck.Workers(
            new ThreadPoolExecutor(
                    0, MOST_LOOKS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), task -> named(task, "look")),
            beats);

    /** Of the beats' thread alone. */
    private long count;

    private volatile Instant heartbeat;

    @Activate
    public CheckKeeper(Config config, @Reference Database database) {
        this(database, Clock.systemUTC());
        // a beat catches its own failures, and stop() ends them all
        ScheduledFuture<?> unused =
                beats.scheduleWithFixedDelay(this::beat, config.seconds(), config.seconds(), TimeUnit.SECONDS);
    }

    CheckKeeper(Database database, Clock clock) {
        this.clock = clock;
        database.migrate("health", CheckKeeper.class.getClassLoader(), "io/github/migrationconnector/health/tables");
        this.results = new KnownResults(database);
        this.heartbeat = clock.instant();
    }

    private static Thread named(Runnable task, String role) {
        Thread thread = new Thread(task, "health-" + role);
        thread.setDaemon(true);
        return thread;
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addCheck(HealthCheck check) {
        WatchedCheck fresh =
                new WatchedCheck(check, workers, (name, finding) -> results.found(name, finding, clock.instant()));
        String name = fresh.profile().name();
        watched.put(name, fresh);
        away.remove(name);
        if (results.of(name).isEmpty()) {
            results.found(
                    name, CheckFinding.unknown("HEALTH_NOT_LOOKED_AT", "It was not looked at yet."), clock.instant());
        }
    }

    /** The successor may have come before. */
    void removeCheck(HealthCheck check) {
        watched.forEach((name, each) -> {
            if (each.isOf(check) && watched.remove(name, each)) {
                away.put(name, clock.instant());
            }
        });
    }

    @Deactivate
    void stop() {
        beats.shutdownNow();
        workers.looks().shutdownNow();
    }

    @Override
    public ConnectorHealth health() {
        return new ConnectorHealth(heartbeat, results.all());
    }

    @Override
    public ConnectorHealth check() {
        await(watched.values().stream().map(WatchedCheck::look).toList());
        heartbeat = clock.instant();
        return health();
    }

    private static void await(List<CompletableFuture<Void>> looks) {
        try {
            Void unused = CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            // they go on; what is known is told
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a look tells its failures", impossible);
        }
    }

    /** Begins the looks that are due; waits for none. */
    void beat() {
        watched.values().stream().filter(this::isDue).forEach(check -> {
            // it tells what it finds
            CompletableFuture<Void> unused = check.look();
        });
        count++;
        heartbeat = clock.instant();
        forgetTheLost();
    }

    /** Waits for the looks that are under way. */
    void settle() {
        await(watched.values().stream().map(WatchedCheck::underWay).toList());
    }

    private boolean isDue(WatchedCheck check) {
        int every = check.profile().everyBeats();
        boolean costly = every >= COSTLY_BEATS;
        Optional<CheckResult> known = results.of(check.profile().name());
        boolean unknown =
                known.filter(result -> result.state() == CheckState.UNKNOWN).isPresent();
        return costly ? count % every == every - 1 : count % every == 0 || unknown;
    }

    private void forgetTheLost() {
        Instant before = clock.instant().minus(AWAY);
        away.forEach((name, since) -> {
            if (since.isBefore(before) && away.remove(name, since)) {
                results.forget(name);
            }
        });
        if (count > COSTLY_BEATS) {
            // of a set that was in force before, with checks that this one has not
            results.all().stream()
                    .map(CheckResult::name)
                    .filter(name -> !watched.containsKey(name) && !away.containsKey(name))
                    .forEach(results::forget);
        }
    }
}
