package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A service of a bundle that may be swapped while we run: whoever asks for it waits a moment for its successor.
 *
 * @param <S> its contract
 */
final class AwaitedService<S> {
    private final String name;
    private final Duration bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private Optional<S> present = Optional.empty();

    /** None yet; {@code name} is for the problem that tells so. */
    AwaitedService(String name, Duration bound) {
        this.name = name;
        this.bound = bound;
    }

    void arrived(S service) {
        lock.lock();
        try {
            present = Optional.of(service);
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The successor arrives before the one that it replaces leaves; then there is nothing to forget. */
    void left(S service) {
        lock.lock();
        try {
            present = present.filter(current -> current != service);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The service.
     *
     * @throws ConnectorException {@code SERVICE_ABSENT} when it does not come within the bound
     */
    S get() {
        lock.lock();
        try {
            long leftNanos = bound.toNanos();
            while (present.isEmpty() && leftNanos > 0) {
                leftNanos = came.awaitNanos(leftNanos);
            }
            return present.orElseThrow(this::absent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw absent();
        } finally {
            lock.unlock();
        }
    }

    private ConnectorException absent() {
        return new Problem(
                        "SERVICE_ABSENT",
                        "The " + name + " is not running (waited " + TimeUnit.NANOSECONDS.toSeconds(bound.toNanos())
                                + " s).",
                        "Look at the list of bundles and at the log; if an upgrade is under way, try again.",
                        Retry.ON_RESUME)
                .asException();
    }
}
