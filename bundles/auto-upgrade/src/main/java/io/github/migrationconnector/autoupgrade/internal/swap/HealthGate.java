package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.autoupgrade.internal.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Watches whether the connector is well for a time: every bundle runs, every component is satisfied that was before,
 * the replaced bundles give their services, every probe passes, no check of this machine fails that did not before, threads
 * don't pile up, and nothing logs an error.
 */
final class HealthGate {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final BundleContext context;
    private final Components components;
    private final Probes probes;
    private final LocalChecks checks;
    private final Duration settle;
    private final Duration watch;
    private final Progress progress;

    /**
     * Makes one.
     *
     * @param patience how long trouble may take to pass, since references come back one after the other, and how long all
     *     has to be well
     * @param progress is told the seconds
     */
    HealthGate(BundleContext context, Components components, Upgrader.Patience patience, Progress progress) {
        this.context = context;
        this.components = components;
        this.probes = new Probes(context);
        this.checks = new LocalChecks(context);
        this.settle = patience.settle();
        this.watch = patience.watch();
        this.progress = progress;
    }

    /**
     * Watches for the set time.
     *
     * @param changed the bundles to look at closely
     * @param before how all was
     * @return the trouble that made an end of it; empty when all was well
     */
    Optional<String> troubleOf(Collection<String> changed, Baseline before) throws InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            Optional<String> error = before.log().firstError().map(line -> "an error was logged: " + line);
            if (error.isPresent()) {
                return error;
            }
            // by its begin: the first look, which finds everything cold, may take longer than trouble may
            long elapsed = System.nanoTime() - begun;
            List<String> troubles = troubles(changed, before);
            progress.step((int) Duration.ofNanos(elapsed).toSeconds(), (int) watch.toSeconds());
            if (!troubles.isEmpty() && elapsed > settle.toNanos()) {
                return Optional.of(troubles.get(0));
            }
            if (troubles.isEmpty() && elapsed > watch.toNanos()) {
                return before.threads().trouble();
            }
            boolean unused = new CountDownLatch(1).await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private List<String> troubles(Collection<String> changed, Baseline before) throws InterruptedException {
        List<String> troubles = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (!LiveSwap.runs(bundle)) {
                troubles.add("the bundle " + bundle.getSymbolicName() + " does not run");
            }
        }
        components.unsatisfied().stream()
                .filter(name -> !before.unsatisfied().contains(name))
                .forEach(name -> troubles.add("the component " + name + " does not work"));
        troubles.addAll(components.withheld(changed));
        troubles.addAll(probes.failures());
        checks.failing().stream()
                .filter(name -> !before.failing().contains(name))
                .forEach(name -> troubles.add("the check " + name + " fails"));
        return troubles;
    }
}
