package io.github.migrationconnector.replication.internal.service;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Duration;
import java.util.Optional;

/**
 * A service of another bundle that may be swapped at any time: whoever needs it waits for it within a bound.
 *
 * @param <T> the service's contract
 */
final class ServiceSlot<T> {
    private final String name;
    private final Duration bound;
    private Optional<T> current = Optional.empty();

    /**
     * Makes an empty one.
     *
     * @param name for the problem that tells of its absence
     */
    ServiceSlot(String name, Duration bound) {
        this.name = name;
        this.bound = bound;
    }

    synchronized void bind(T service) {
        current = Optional.of(service);
        notifyAll();
    }

    /** A replacement is bound before the old one goes, so only the current one empties the slot. */
    synchronized void unbind(T service) {
        if (current.isPresent() && current.get() == service) {
            current = Optional.empty();
        }
    }

    /**
     * The service, at once or as soon as it is there.
     *
     * @throws ConnectorException {@code SERVICE_ABSENT}, retry ON_RESUME, when it does not come, or the thread is
     *     interrupted, whose flag then stays set
     */
    synchronized T await() {
        long deadline = System.nanoTime() + bound.toNanos();
        while (current.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw absent();
            }
            try {
                // rounded up: wait(0) would wait for ever
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw absent();
            }
        }
        return current.get();
    }

    private ConnectorException absent() {
        return new Problem(
                        "SERVICE_ABSENT",
                        "the service " + name + " is not there",
                        "Wait for the end of its upgrade, or look at the list of bundles.",
                        Retry.ON_RESUME)
                .asException();
    }
}
