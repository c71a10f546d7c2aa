package io.github.migrationconnector.notifications.internal.channel;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends what takes too long; and everything, when it is closed: a thread that waits for a slow server would else outlive the
 * bundle that it belongs to.
 */
public final class Deadlines implements AutoCloseable {
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "notifications-clock");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** For something that is under way. */
    final class Deadline {
        private final Runnable cut;
        private final ScheduledFuture<?> end;

        private Deadline(Duration within, Runnable cut) {
            this.cut = cut;
            this.end = clockwork.schedule(cut, within.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** It is over by itself. */
        void met() {
            running.remove(this);
            end.cancel(false);
        }
    }

    /**
     * Begins one.
     *
     * @param cut ends what is under way, once or more often; waits for nothing
     * @throws Stopped when everything has been ended already
     */
    Deadline within(Duration duration, Runnable cut) throws Stopped {
        synchronized (running) {
            if (closed) {
                throw new Stopped();
            }
            Deadline begun = new Deadline(duration, cut);
            running.add(begun);
            return begun;
        }
    }

    /** Whether everything was ended. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (running) {
            closed = true;
        }
        running.forEach(each -> each.cut.run());
        clockwork.shutdownNow();
    }
}
