package io.github.migrationconnector.launcher.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/** A framework with the bundles of one set. */
final class RunningFramework {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Framework framework;
    private final Map<Bundle, BundleEntry> installed = new LinkedHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    RunningFramework(Framework framework) {
        this.framework = framework;
    }

    /** Makes a framework with an empty cache and installs a set's bundles by reference: they are read where they are. */
    static RunningFramework install(Map<String, String> settings, BundleSet set, Mode mode) {
        Framework framework = new org.apache.felix.framework.FrameworkFactory().newFramework(settings);
        RunningFramework running = new RunningFramework(framework);
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            context.addFrameworkListener(running::note);
            for (BundleEntry entry : set.entriesFor(mode)) {
                Bundle bundle =
                        context.installBundle("reference:" + set.file(entry).toUri());
                bundle.adapt(BundleStartLevel.class).setStartLevel(entry.startLevel());
                running.installed.put(bundle, entry);
            }
            for (Bundle bundle : running.installed.keySet()) {
                if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null) {
                    bundle.start(Bundle.START_ACTIVATION_POLICY);
                }
            }
            return running;
        } catch (BundleException e) {
            throw new LaunchException(
                    "the framework can't be prepared: " + e.getMessage(), "install the connector again", e);
        }
    }

    /** Starts the bundles, level by level, and returns when the highest level is reached. */
    void start() {
        try {
            framework.start();
        } catch (BundleException e) {
            throw new LaunchException("the framework does not start: " + e.getMessage(), "read the log", e);
        }
    }

    /** The same within a limit; whether it was reached. */
    boolean startsWithin(Duration limit) throws InterruptedException {
        AtomicReference<LaunchException> failure = new AtomicReference<>();
        Thread starter = new Thread(
                () -> {
                    try {
                        start();
                    } catch (LaunchException e) {
                        failure.set(e);
                    }
                },
                "connector-start");
        starter.setDaemon(true);
        starter.start();
        starter.join(limit.toMillis());
        if (failure.get() != null) {
            throw failure.get();
        }
        return !starter.isAlive();
    }

    /** What went wrong with bundles of a tier while they started: the bundle's file and the reason. */
    List<String> failuresOf(Tier tier) {
        List<String> found = new ArrayList<>();
        installed.forEach((bundle, entry) -> {
            boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
            if (entry.tier() == tier && !fragment && bundle.getState() != Bundle.ACTIVE) {
                found.add(entry.file() + ": " + reason(bundle));
            }
        });
        return found;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Waits until somebody stops the framework.
     *
     * @param limit how long that may take once it has begun
     * @param asked whether somebody means to: where something hangs under the framework's own lock, a stop does not even
     *     begin
     * @return false when it took longer
     */
    boolean awaitStop(Duration limit, BooleanSupplier asked) throws InterruptedException {
        Optional<Long> stopping = Optional.empty();
        while (!stopsWithin(BETWEEN_LOOKS)) {
            if (framework.getState() != Bundle.STOPPING && !asked.getAsBoolean()) {
                continue;
            }
            long begun = stopping.orElseGet(System::nanoTime);
            stopping = Optional.of(begun);
            if (System.nanoTime() - begun > limit.toNanos()) {
                return false;
            }
        }
        return true;
    }

    /** Whether somebody stops the framework within a limit. */
    boolean stopsWithin(Duration limit) throws InterruptedException {
        return framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }

    /**
     * Stops every bundle.
     *
     * @return whether all was stopped within the limit
     */
    boolean stop(Duration limit) throws InterruptedException {
        long begun = System.nanoTime();
        AtomicBoolean refused = new AtomicBoolean();
        // on a thread of its own: where something hangs under the framework's lock, this call never comes back
        Thread stopper = new Thread(
                () -> {
                    try {
                        framework.stop();
                    } catch (BundleException e) {
                        refused.set(true);
                    }
                },
                "connector-stopper");
        stopper.setDaemon(true);
        stopper.start();
        stopper.join(limit.toMillis());
        long left =
                limit.toMillis() - Duration.ofNanos(System.nanoTime() - begun).toMillis();
        // 0 would wait for ever
        return !stopper.isAlive() && !refused.get() && stopsWithin(Duration.ofMillis(Math.max(1, left)));
    }

    private String reason(Bundle bundle) {
        String prefix = bundle.getSymbolicName() + ": ";
        return failures.stream()
                .filter(failure -> failure.startsWith(prefix))
                .map(failure -> failure.substring(prefix.length()))
                .findFirst()
                .orElse("not started");
    }

    private void note(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            failures.add(event.getBundle().getSymbolicName() + ": "
                    + event.getThrowable().getMessage());
        }
    }
}
