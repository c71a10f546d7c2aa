package io.github.migrationconnector.adminui.internal.live;

import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the active runs once a second while somebody listens, else every few seconds, and tells who listens; so many open
 * pages cost one look. Which runs are active is
 * learned from the changes that replication tells. Every job is asked only at first, and when changes were missed.
 */
@Component(service = LiveRuns.class)
public final class LiveRuns {
    /** How much of the past is kept for the chart: five minutes of one that is followed. */
    static final int MOST_KEPT = 300;

    /** For the chart of who comes later, nothing else. */
    private static final int SECONDS_UNHEARD = 5;

    private static final Logger log = LoggerFactory.getLogger(LiveRuns.class);
    private static final long NOTHING_READ = -1;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Services services;
    private final Clock clock;
    private final ScheduledExecutorService thread;
    private final Set<Consumer<LiveState>> listeners = new CopyOnWriteArraySet<>();

    // of the one thread
    private final Map<String, String> active = new LinkedHashMap<>();
    private final Map<String, Speed> speeds = new LinkedHashMap<>();
    private long read = NOTHING_READ;
    private int passed;

    // guarded by itself
    private final Deque<LiveState> past = new ArrayDeque<>();

    @Activate
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with its thread, and tells its failures itself
    public LiveRuns(@Reference Services services) {
        this(services, Clock.systemUTC());
        thread.scheduleWithFixedDelay(this::lookWhenWanted, 0, 1, TimeUnit.SECONDS);
    }

    LiveRuns(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread named = new Thread(work, "console-live");
            named.setDaemon(true);
            return named;
        });
    }

    @Deactivate
    void close() {
        thread.shutdownNow();
    }

    /** Tells of every look, on the thread that looks: must return at once. The first look is taken now. */
    void listen(Consumer<LiveState> listener) {
        if (listeners.add(listener)) {
            thread.execute(this::lookSafely);
        }
    }

    void forget(Consumer<LiveState> listener) {
        listeners.remove(listener);
    }

    /** A run was just started: look for it now. */
    public void started() {
        thread.execute(this::lookSafely);
    }

    /** The last look; empty before the first. */
    public Optional<LiveState> latest() {
        synchronized (past) {
            return Optional.ofNullable(past.peekLast());
        }
    }

    /** What all runs put together, second by second, the oldest first: pairs of epoch seconds and bytes. */
    public List<long[]> throughput() {
        synchronized (past) {
            return past.stream()
                    .map(state -> new long[] {state.epochSeconds(), state.bytesPerSecond()})
                    .toList();
        }
    }

    /** Once a second. */
    void lookWhenWanted() {
        passed++;
        if (!listeners.isEmpty() || passed >= SECONDS_UNHEARD) {
            passed = 0;
            lookSafely();
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (ConnectorException away) {
            log.debug("The replication is away", away);
            // what changes meanwhile may be told to nobody
            read = NOTHING_READ;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            log.warn("Could not look at the runs", failure);
        }
    }

    /** One look. */
    void look() throws InterruptedException {
        Replication replication = services.replication();
        findActive(replication, services.changes());
        Map<String, Run> going = replication.active().stream().collect(Collectors.toMap(Run::id, run -> run));
        long now = clock.millis();
        List<RunProgress> shown = new ArrayList<>();
        double total = 0;
        for (Map.Entry<String, String> entry : List.copyOf(active.entrySet())) {
            Optional<Run> run =
                    Optional.ofNullable(going.get(entry.getKey())).or(() -> replication.run(entry.getKey()));
            if (run.isEmpty()) {
                over(entry.getKey());
                continue;
            }
            RunProgress progress = RunProgress.of(entry.getValue(), run.get());
            Speed speed = speeds.computeIfAbsent(entry.getKey(), id -> new Speed());
            speed.note(now, progress.blocksDone(), progress.bytesPut());
            shown.add(progress.at(speed));
            if (run.get().state().ended()) {
                // shown once more, so that the pages see it end
                over(entry.getKey());
            } else {
                total += speed.bytesPerSecond();
            }
        }
        LiveState state = new LiveState(Math.round(now / MILLIS_PER_SECOND), Math.round(total), shown);
        synchronized (past) {
            past.addLast(state);
            while (past.size() > MOST_KEPT) {
                past.removeFirst();
            }
        }
        listeners.forEach(listener -> listener.accept(state));
    }

    private void findActive(Replication replication, Changes changes) throws InterruptedException {
        if (read == NOTHING_READ || changes.forgotten(read)) {
            // the number first: what changes while the jobs are asked is then read once more
            read = changes.latest();
            replication.jobs().forEach(job -> replication.runs(job.id()).stream()
                    .filter(run -> !run.state().ended())
                    .limit(1)
                    .forEach(run -> active.put(run.id(), job.vmName())));
            return;
        }
        for (Change change : changes.after(read, Duration.ZERO)) {
            read = change.number();
            if (change.kind() == Change.Kind.RUN && !active.containsKey(change.id())) {
                // one that is over by now is shown once, as its end would be
                replication.job(change.jobId()).ifPresent(job -> active.put(change.id(), job.vmName()));
            }
        }
    }

    private void over(String runId) {
        active.remove(runId);
        speeds.remove(runId);
    }
}
