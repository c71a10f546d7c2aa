package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Changes that a test makes. */
public final class FakeChanges implements Changes {
    private final List<Change> all = new ArrayList<>();
    private long latest = 100;
    private long oldest = 50;

    /** Happens while a listener is let in. */
    public volatile Runnable beforeForgotten = () -> {};

    /** Something changes. */
    public synchronized void happen(Change.Kind kind, String id) {
        all.add(new Change(++latest, FakeReplication.THEN, kind, id, "sms-job-1"));
        notifyAll();
    }

    /** Forgets what was before. */
    public synchronized void forget() {
        oldest = latest;
        all.clear();
    }

    @Override
    public synchronized long latest() {
        return latest;
    }

    @Override
    public synchronized List<Change> after(long number, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        while (latest <= number && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
        return all.stream().filter(change -> change.number() > number).toList();
    }

    @Override
    public boolean forgotten(long number) {
        beforeForgotten.run();
        synchronized (this) {
            return number < oldest;
        }
    }
}
