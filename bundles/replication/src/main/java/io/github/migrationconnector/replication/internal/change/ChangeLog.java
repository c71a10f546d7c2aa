package io.github.migrationconnector.replication.internal.change;

import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The last changes, in memory. Numbers begin with the time, so that those of an earlier daemon are smaller. */
public final class ChangeLog implements Changes {
    static final int MOST = 1000;

    /** More changes than this in a millisecond, for as long as a daemon lives, would be needed to overtake its successor. */
    private static final long NUMBERS_A_MILLISECOND = 1000;

    private final Clock clock;
    private final Deque<Change> changes = new ArrayDeque<>();
    private final long before;
    private long latest;

    public ChangeLog(Clock clock) {
        this.clock = clock;
        this.before = clock.millis() * NUMBERS_A_MILLISECOND;
        this.latest = before;
    }

    /** Tells everybody who waits. */
    public synchronized void add(Change.Kind kind, String id, String jobId) {
        latest++;
        changes.addLast(new Change(latest, clock.instant(), kind, id, jobId));
        if (changes.size() > MOST) {
            changes.removeFirst();
        }
        notifyAll();
    }

    @Override
    public synchronized long latest() {
        return latest;
    }

    @Override
    public synchronized List<Change> after(long number, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (latest <= number) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return List.of();
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return changes.stream().filter(change -> change.number() > number).toList();
    }

    @Override
    public synchronized boolean forgotten(long number) {
        long oldest = changes.isEmpty() ? latest : changes.getFirst().number() - 1;
        return number < oldest || number > latest;
    }
}
