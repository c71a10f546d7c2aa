package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A service of a bundle that may be swapped while we run: whoever asks in between waits a bounded time. */
final class Awaited<T> {
    private final String name;
    private final Duration atMost;
    private final Lock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    // null while there is none; guarded by the lock
    private T service;

    Awaited(String name, Duration atMost) {
        this.name = name;
        this.atMost = atMost;
    }

    void arrive(T newService) {
        lock.lock();
        try {
            service = newService;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A newer one may have come first; it stays. */
    void leave(T oldService) {
        lock.lock();
        try {
            if (service == oldService) {
                service = null;
            }
        } finally {
            lock.unlock();
        }
    }

    T get() {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (service == null) {
                if (left <= 0) {
                    throw missing().asException();
                }
                left = arrived.awaitNanos(left);
            }
            return service;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missing().asException(e);
        } finally {
            lock.unlock();
        }
    }

    private Problem missing() {
        return new Problem(
                "SERVICE_MISSING",
                "The service '" + name + "' is not there: " + TimeUnit.MILLISECONDS.toSeconds(atMost.toMillis())
                        + " s were not enough.",
                "Look at the bundles: the one that gives it is stopped, or is being replaced.",
                Retry.ON_RESUME);
    }
}
