package io.github.migrationconnector.httpapi.internal.events;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every listener what changes, from one thread of its own. A listener that says nothing for a while is sent a comment, so
 * that a connection that is dead is noticed; after some minutes it is let go, so that it proves again who it is.
 */
public final class Broadcast implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);
    private static final int MOST_LISTENERS = 200;
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    private final Services services;
    private final Rhythm rhythm;
    private final List<Seat> seats = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "api-events");

    /** A listener, and since when. */
    private record Seat(Listener listener, long sinceNanos) {}

    /**
     * When what happens without any change.
     *
     * @param heartbeat between two comments
     * @param life of one connection
     */
    public record Rhythm(Duration heartbeat, Duration life) {
        /** Below the idle time of the usual proxy, and of the usual session. */
        public static final Rhythm USUAL = new Rhythm(Duration.ofSeconds(15), Duration.ofMinutes(5));
    }

    public Broadcast(Services services, Rhythm rhythm) {
        this.services = services;
        this.rhythm = rhythm;
        thread.setDaemon(true);
        thread.start();
    }

    /** Refuses one listener too many. */
    synchronized void requireRoom() {
        if (seats.size() >= MOST_LISTENERS || stopped.getCount() == 0) {
            throw Problem.passing("TOO_MANY_LISTENERS", "too many listen already", "Close other pages, or wait.")
                    .asException();
        }
    }

    /** Takes a listener in, and tells it first where it stands, or what it has missed. */
    void add(Listener listener) {
        Changes changes = services.changes();
        boolean reset = listener.behind() > changes.latest() || changes.forgotten(listener.behind());
        long behind = reset ? changes.latest() : listener.behind();
        listener.send(frame(behind, reset ? "reset" : "ready", "{}"), behind);
        synchronized (this) {
            // before it takes its seat, since the thread waits for what is newer than all seats have
            tell(listener, missed(changes, behind));
            if (stopped.getCount() == 0) {
                // closed since there was room: nobody would ever let it go
                listener.end();
                return;
            }
            seats.add(new Seat(listener, System.nanoTime()));
        }
    }

    private static List<Change> missed(Changes changes, long behind) {
        try {
            return changes.after(behind, Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static void tell(Listener listener, List<Change> news) {
        for (Change change : news) {
            if (change.number() > listener.behind()) {
                listener.send(frame(change.number(), name(change), json(change)), change.number());
            }
        }
    }

    private void run() {
        while (stopped.getCount() > 0) {
            try {
                tell();
            } catch (ConnectorException e) {
                // replication is being replaced; its numbers go on
                pause();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("events are not told", e);
                pause();
            }
        }
    }

    private void tell() throws InterruptedException {
        Changes changes = services.changes();
        long behind = listeners().stream()
                .map(Listener::behind)
                .min(Comparator.naturalOrder())
                .orElseGet(changes::latest);
        List<Change> news = changes.after(behind, rhythm.heartbeat());
        for (Listener listener : listeners()) {
            tell(listener, news);
            if (news.isEmpty()) {
                listener.send(":\n\n", listener.behind());
            }
        }
        letGo();
    }

    private synchronized List<Listener> listeners() {
        seats.removeIf(seat -> seat.listener().ended());
        return seats.stream().map(Seat::listener).toList();
    }

    private synchronized void letGo() {
        long now = System.nanoTime();
        seats.stream()
                .filter(seat -> now - seat.sinceNanos() > rhythm.life().toNanos())
                .forEach(seat -> seat.listener().end());
    }

    private void pause() {
        try {
            boolean unused = stopped.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String name(Change change) {
        return switch (change.kind()) {
            case JOB -> "job";
            case JOB_DELETED -> "job-deleted";
            case RUN -> "run";
            case PROGRESS -> "progress";
            case CATALOG -> "catalog";
        };
    }

    private static String json(Change change) {
        return new String(
                Json.bytes(Json.object()
                        .put("number", change.number())
                        .put("at", change.at().toString())
                        .put("kind", change.kind().name())
                        .put("id", change.id())
                        .put("jobId", change.jobId())),
                StandardCharsets.UTF_8);
    }

    private static String frame(long id, String event, String document) {
        return "id: " + id + "\nevent: " + event + "\ndata: " + document + "\n\n";
    }

    /** Lets all listeners go; they come back to whatever takes this one's place. */
    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
        try {
            thread.join(STOP_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            seats.forEach(seat -> seat.listener().end());
            seats.clear();
        }
    }
}
