package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The services of one kind, by the scheme of the addresses that they serve. They come and go while bundles are swapped:
 * whoever needs one waits a bounded time.
 *
 * @param <T> the service
 */
final class ServicesByScheme<T> {
    private final String kind;
    private final String property;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Map<String, T> byScheme = new HashMap<>();

    /**
     * @param kind for messages: source or target
     * @param property the service property that names the scheme, or schemes
     */
    ServicesByScheme(String kind, String property) {
        this.kind = kind;
        this.property = property;
    }

    void add(T service, Map<String, ?> properties) {
        lock.lock();
        try {
            schemes(properties).forEach(scheme -> byScheme.put(scheme, service));
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void remove(T service) {
        lock.lock();
        try {
            byScheme.values().removeIf(known -> Objects.equals(known, service));
        } finally {
            lock.unlock();
        }
    }

    T await(String scheme, Duration bound) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = bound.toNanos();
            while (!byScheme.containsKey(scheme) && left > 0) {
                left = added.awaitNanos(left);
            }
            if (byScheme.containsKey(scheme)) {
                return byScheme.get(scheme);
            }
            throw Problem.fatal(
                            "SCHEME_UNKNOWN",
                            "There is no " + kind + " for '" + scheme + ":'.",
                            "These are there: "
                                    + String.join(
                                            ", ",
                                            byScheme.keySet().stream().sorted().toList()) + ".")
                    .asException();
        } finally {
            lock.unlock();
        }
    }

    private List<String> schemes(Map<String, ?> properties) {
        Object value = properties.get(property);
        if (value instanceof String[] several) {
            return List.of(several);
        }
        return value instanceof String one ? List.of(one) : List.of();
    }
}
