package io.github.migrationconnector.autoupgrade.internal.swap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Watches whether the connector is well for a time: every bundle runs, every component is satisfied that was before,
 * the replaced bundles give their services, every probe passes, threads don't pile up, and nothing logs an error.
 */
final class HealthGate {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final BundleContext context;
    private final Components components;
    private final Probes probes;
    private final Duration settle;
    private final Duration watch;

    /**
     * Makes one.
     *
     * @param settle how long trouble may take to pass: references come back one after the other
     * @param watch how long all has to be well
     */
    HealthGate(BundleContext context, Components components, Duration settle, Duration watch) {
        this.context = context;
        this.components = components;
        this.probes = new Probes(context);
        this.settle = settle;
        this.watch = watch;
    }

    /**
     * Watches for the set time.
     *
     * @param changed the bundles to look at closely
     * @param tolerated components that were not satisfied before
     * @return the trouble that made an end of it; empty when all was well
     */
    Optional<String> troubleOf(Collection<String> changed, Set<String> tolerated, LogWatch log)
            throws InterruptedException {
        long begun = System.nanoTime();
        ThreadGrowth growth = new ThreadGrowth();
        while (true) {
            Optional<String> error = log.firstError().map(line -> "an error was logged: " + line);
            if (error.isPresent()) {
                return error;
            }
            List<String> troubles = troubles(changed, tolerated);
            long elapsed = System.nanoTime() - begun;
            if (!troubles.isEmpty() && elapsed > settle.toNanos()) {
                return Optional.of(troubles.get(0));
            }
            if (troubles.isEmpty() && elapsed > watch.toNanos()) {
                return growth.trouble();
            }
            boolean unused = new CountDownLatch(1).await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private List<String> troubles(Collection<String> changed, Set<String> tolerated) throws InterruptedException {
        List<String> troubles = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (!LiveSwap.runs(bundle)) {
                troubles.add("the bundle " + bundle.getSymbolicName() + " does not run");
            }
        }
        components.unsatisfied().stream()
                .filter(name -> !tolerated.contains(name))
                .forEach(name -> troubles.add("the component " + name + " does not work"));
        troubles.addAll(components.withheld(changed));
        troubles.addAll(probes.failures());
        return troubles;
    }
}
