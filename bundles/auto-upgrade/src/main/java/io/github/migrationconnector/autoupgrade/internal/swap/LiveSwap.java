package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.autoupgrade.internal.Progress;
import io.github.migrationconnector.autoupgrade.internal.set.SetDifference.Replacement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleRevisions;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Replaces bundles while the framework runs, and puts the old ones back. A bundle that is replaced is stopped by that:
 * its components quiesce when they are deactivated.
 */
final class LiveSwap {
    private static final Duration REFRESH_LIMIT = Duration.ofSeconds(60);

    private final BundleContext context;
    private final LogWatch log;
    private final Deque<Replacement> done = new ArrayDeque<>();

    /** @param log looks away while what is replaced stops */
    LiveSwap(BundleContext context, LogWatch log) {
        this.context = context;
        this.log = log;
    }

    /**
     * Replaces within a limit: a bundle that hangs in its start or stop would hang its upgrade for ever.
     *
     * @return whether all was replaced by then; when not, the framework is of no more use
     */
    boolean carryOut(List<Replacement> replacements, Duration limit, Progress progress) throws InterruptedException {
        return within(limit, () -> carryOut(replacements, progress));
    }

    /** Puts back what was replaced, within a limit too. */
    boolean putBack(Duration limit) throws InterruptedException {
        return within(limit, this::putBack);
    }

    /** What may take long. */
    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }

    private static boolean within(Duration limit, Work work) throws InterruptedException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        Thread thread = new Thread(task, "upgrade-swap");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Replaces; throws at the first bundle that does not run, with those before it replaced. */
    private void carryOut(List<Replacement> replacements, Progress progress) throws InterruptedException {
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        FrameworkListener listener = event -> note(event, errors);
        context.addFrameworkListener(listener);
        try {
            for (Replacement replacement : replacements) {
                progress.step(done.size(), replacements.size());
                done.push(replacement);
                replace(replacement);
            }
            refresh();
            for (Replacement replacement : replacements) {
                requireRunning(replacement.change().name(), errors);
            }
        } finally {
            context.removeFrameworkListener(listener);
        }
    }

    private void putBack() throws InterruptedException {
        while (!done.isEmpty()) {
            Replacement replacement = done.pop();
            String name = replacement.change().name();
            try {
                switch (replacement.change().kind()) {
                    case ADDED -> find(context, name).ifPresent(this::uninstall);
                    case UPDATED -> update(name, replacement.before());
                    case REMOVED -> install(replacement.before(), replacement.startLevel());
                }
            } catch (BundleException | IOException e) {
                throw failed(name, reason(e));
            }
        }
        refresh();
        for (Bundle bundle : context.getBundles()) {
            if (!runs(bundle)) {
                start(bundle);
            }
        }
    }

    private void replace(Replacement replacement) {
        String name = replacement.change().name();
        try {
            switch (replacement.change().kind()) {
                case ADDED -> install(replacement.after(), replacement.startLevel());
                case UPDATED -> update(name, replacement.after());
                case REMOVED -> find(context, name).ifPresent(this::uninstall);
            }
        } catch (BundleException | IOException e) {
            throw failed(name, reason(e));
        }
    }

    private void update(String name, Path file) throws BundleException, IOException {
        Bundle bundle = find(context, name).orElseThrow(() -> failed(name, "it is not installed"));
        boolean ran = !isFragment(bundle) && runs(bundle);
        if (ran) {
            stop(bundle);
        }
        try (InputStream in = Files.newInputStream(file)) {
            bundle.update(in);
        }
        if (ran) {
            start(bundle);
        }
    }

    /** What it says of its own end is not the new one's fault. */
    private void stop(Bundle bundle) throws BundleException {
        log.lookAway();
        try {
            bundle.stop(Bundle.STOP_TRANSIENT);
        } finally {
            log.lookAgain();
        }
    }

    private void install(Path file, int startLevel) throws BundleException {
        Bundle bundle = context.installBundle("reference:" + file.toUri());
        if (startLevel > 0) {
            bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
        }
        if (!isFragment(bundle)) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    private static void start(Bundle bundle) {
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            throw failed(bundle.getSymbolicName(), reason(e));
        }
    }

    private void uninstall(Bundle bundle) {
        try {
            if (!isFragment(bundle)) {
                stop(bundle);
            }
            bundle.uninstall();
        } catch (BundleException e) {
            throw failed(bundle.getSymbolicName(), reason(e));
        }
    }

    /** Only bundles whose older revision is still wired to: what exports nothing needs no refresh. */
    private void refresh() throws InterruptedException {
        FrameworkWiring wiring =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        Collection<Bundle> pending = wiring.getRemovalPendingBundles().stream()
                .filter(bundle -> isPending(bundle))
                .toList();
        if (pending.isEmpty()) {
            return;
        }
        CountDownLatch refreshed = new CountDownLatch(1);
        wiring.refreshBundles(pending, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        if (!refreshed.await(REFRESH_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw failed("framework", "packages were not refreshed within " + REFRESH_LIMIT.toSeconds() + " s");
        }
    }

    private static boolean isPending(Bundle bundle) {
        BundleRevisions revisions = bundle.adapt(BundleRevisions.class);
        return bundle.getState() == Bundle.UNINSTALLED
                || (revisions != null && revisions.getRevisions().size() > 1);
    }

    private void requireRunning(String name, Queue<String> errors) {
        find(context, name).filter(bundle -> !runs(bundle)).ifPresent(bundle -> {
            throw failed(name, errors.isEmpty() ? "it does not start" : String.join("; ", errors));
        });
    }

    static Optional<Bundle> find(BundleContext context, String name) {
        return Stream.of(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    /** STARTING: it starts when a class of it is first used. */
    static boolean runs(Bundle bundle) {
        return isFragment(bundle) || bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private static void note(FrameworkEvent event, Queue<String> errors) {
        if (event.getType() == FrameworkEvent.ERROR) {
            errors.add(event.getBundle().getSymbolicName() + ": "
                    + String.valueOf(event.getThrowable().getMessage())
                            .lines()
                            .findFirst()
                            .orElse(""));
        }
    }

    /** With what the bundle itself threw. */
    private static String reason(Exception failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last == failure ? String.valueOf(failure.getMessage()) : failure.getMessage() + " " + last;
    }

    private static RuntimeException failed(String name, String why) {
        return Problem.fatal("UPGRADE_BUNDLE_FAILED", "the bundle " + name + " can't be replaced: " + why, "")
                .asException();
    }
}
