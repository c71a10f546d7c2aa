package io.github.migrationconnector.autoupgrade.internal.swap;

import java.net.URL;
import java.time.Duration;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Threads of replaced bundles that still run: a single one of them may act beside the new bundle, on the same run. Told by
 * what a thread was begun with: the outermost frame that is not Java's own is the bundle's, and it ran before bundles were
 * replaced. A worker of a pool that waits for work shows no such frame; it acts only on what its owner gives it, which is gone.
 *
 * <p>One is made before the new bundles come, and another before they go when they are put back: what the bad ones began acts
 * beside the good ones just as well.
 */
final class LeftThreads {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Set<Thread> before;
    private final Map<String, String> bundleOfPackage = new HashMap<>();

    /** Remembers who runs before bundles are replaced. */
    LeftThreads(BundleContext context, Collection<String> replaced) {
        this.before = new HashSet<>(Thread.getAllStackTraces().keySet());
        for (String name : replaced) {
            LiveSwap.find(context, name).ifPresent(this::notePackages);
        }
    }

    private void notePackages(Bundle bundle) {
        Enumeration<URL> classes = bundle.findEntries("/", "*.class", true);
        while (classes != null && classes.hasMoreElements()) {
            String path = classes.nextElement().getPath();
            int end = path.lastIndexOf('/');
            if (end > 0) {
                bundleOfPackage.put(path.substring(1, end).replace('/', '.'), bundle.getSymbolicName());
            }
        }
    }

    /** The same for those that did not end within a time. */
    Optional<String> stillRunningAfter(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<String> running = stillRunning();
        while (running.isPresent() && System.nanoTime() < end) {
            boolean unused = new CountDownLatch(1).await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            running = stillRunning();
        }
        return running;
    }

    /** The first that is found, in words. */
    Optional<String> stillRunning() {
        for (Map.Entry<Thread, StackTraceElement[]> running :
                Thread.getAllStackTraces().entrySet()) {
            if (before.contains(running.getKey())) {
                Optional<String> bundle = begunBy(running.getValue());
                if (bundle.isPresent()) {
                    return Optional.of("the thread " + running.getKey().getName() + " of the replaced bundle "
                            + bundle.get() + " still runs");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> begunBy(StackTraceElement[] frames) {
        for (int i = frames.length - 1; i >= 0; i--) {
            String name = frames[i].getClassName();
            if (!name.startsWith("java.") && !name.startsWith("jdk.")) {
                int end = name.lastIndexOf('.');
                return Optional.ofNullable(bundleOfPackage.get(end < 0 ? "" : name.substring(0, end)));
            }
        }
        return Optional.empty();
    }
}
