package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.SourceAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Opens disks by address; waits a bounded time for the bundle that can. */
@Component(service = Sources.class)
public final class Sources {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Map<String, DiskSource> byScheme = new HashMap<>();

    /** Opens a disk; the caller closes it. */
    public DiskReader open(SourceAddress address) throws InterruptedException {
        return await(address.scheme()).open(address);
    }

    /** Where a disk may differ from an older copy; empty when their files don't tell. */
    public Optional<List<Extent>> changedSince(SourceAddress base, SourceAddress disk) throws InterruptedException {
        return base.scheme().equals(disk.scheme()) ? await(disk.scheme()).changedSince(base, disk) : Optional.empty();
    }

    private DiskSource await(String scheme) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = WAIT_NANOS;
            while (!byScheme.containsKey(scheme) && left > 0) {
                left = added.awaitNanos(left);
            }
            if (byScheme.containsKey(scheme)) {
                return byScheme.get(scheme);
            }
            List<String> known = byScheme.keySet().stream().sorted().toList();
            throw Problem.fatal(
                            "SCHEME_UNKNOWN",
                            "Nothing reads '" + scheme + ":'.",
                            "These are there: " + String.join(", ", known) + ".")
                    .asException();
        } finally {
            lock.unlock();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addSource(DiskSource source, Map<String, Object> properties) {
        lock.lock();
        try {
            schemes(properties).forEach(scheme -> byScheme.put(scheme, source));
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void removeSource(DiskSource source, Map<String, Object> properties) {
        lock.lock();
        try {
            schemes(properties).forEach(scheme -> byScheme.remove(scheme, source));
        } finally {
            lock.unlock();
        }
    }

    private static List<String> schemes(Map<String, Object> properties) {
        Object value = properties.get(DiskSource.SCHEME);
        if (value instanceof String[] several) {
            return List.of(several);
        }
        return value instanceof String one ? List.of(one) : List.of();
    }
}
