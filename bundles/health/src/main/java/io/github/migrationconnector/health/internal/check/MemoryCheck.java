package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What of the heap is still held after garbage was collected: what is used before says nothing. */
@Component(service = HealthCheck.class)
public final class MemoryCheck implements HealthCheck {
    private static final int WARNING_PERCENT = 85;
    private static final int FAILING_PERCENT = 95;
    private static final String FIX =
            "Give the daemon more memory (CONNECTOR_JAVA_OPTIONS=-Xmx…) or let fewer runs go at once; if it grows by"
                    + " itself, send a support bundle.";

    private final Supplier<Optional<MemoryUsage>> heldAfterCollection;

    @Activate
    public MemoryCheck() {
        this(MemoryCheck::oldGeneration);
    }

    MemoryCheck(Supplier<Optional<MemoryUsage>> heldAfterCollection) {
        this.heldAfterCollection = heldAfterCollection;
    }

    /** The largest heap pool that can tell, whatever collector there is. */
    private static Optional<MemoryUsage> oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .flatMap(usage -> Optional.ofNullable(usage).stream())
                .filter(usage -> usage.getMax() > 0)
                .max(Comparator.comparingLong(MemoryUsage::getMax));
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("MEMORY", 2);
    }

    @Override
    public CheckFinding look() {
        return heldAfterCollection
                .get()
                .map(MemoryCheck::finding)
                .orElseGet(() -> CheckFinding.unknown(
                        "HEALTH_MEMORY_UNTOLD", "This JVM does not tell what is left after a collection."));
    }

    private static CheckFinding finding(MemoryUsage held) {
        long percent = held.getUsed() * 100 / held.getMax();
        String why = percent + " % of " + (held.getMax() >> 20) + " MiB of heap were held after the last collection.";
        if (percent >= FAILING_PERCENT) {
            return CheckFinding.failing("MEMORY_SHORT", why, FIX);
        }
        return percent >= WARNING_PERCENT
                ? CheckFinding.warning("MEMORY_LOW", why, FIX)
                : CheckFinding.ok("HEALTH_MEMORY", why, Long.toString(percent), Long.toString(held.getMax() >> 20));
    }
}
