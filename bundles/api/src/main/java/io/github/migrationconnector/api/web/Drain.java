package io.github.migrationconnector.api.web;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the requests under way end before what answers them goes, as when its bundle is replaced: an old revision can load
 * no more classes. Those that come meanwhile are asked to come again.
 */
public final class Drain {
    /** As long as a swap may wait for answers: longer ones are begun anew by whoever asked. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private int inside;
    private boolean closed;

    /** Whether a request may go on; {@link #leave} follows when it may. */
    public boolean enter() {
        lock.lock();
        try {
            if (!closed) {
                inside++;
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    public void leave() {
        lock.lock();
        try {
            inside--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more, and waits for those inside; whether all have left within {@link #LIMIT}. */
    public boolean close() {
        return close(LIMIT);
    }

    /** The same within a limit of one's own. */
    public boolean close(Duration limit) {
        lock.lock();
        try {
            closed = true;
            long patience = limit.toNanos();
            while (inside > 0 && patience > 0) {
                patience = left.awaitNanos(patience);
            }
            return inside == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
