package io.github.migrationconnector.itest;

import io.github.migrationconnector.api.upgrade.HealthProbe;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

/** A bundle with something wrong; its name says what. Packed into a bundle of its own by {@link TestRelease}. */
public final class UnwellBundle implements BundleActivator {
    private static final int MANY_THREADS = 300;

    @Override
    public void start(BundleContext context) {
        String fault = context.getBundle().getSymbolicName();
        switch (fault) {
            case "well" -> {}
            case "does-not-start" -> throw new IllegalStateException("it was not in the mood");
            case "unhealthy" ->
                probe(context, () -> {
                    throw new IllegalStateException("it feels sick");
                });
            case "throws" ->
                probe(context, () -> {
                    throw new StackOverflowError("deeper than the gate looks");
                });
            case "silent" -> probe(context, UnwellBundle::sayNothing);
            case "logs-an-error" -> LoggerFactory.getLogger(UnwellBundle.class).error("it stumbled over the doorstep");
            case "leaks-threads" -> startLater();
            case "leaks-threads-at-once" -> leakThreads();
            case "leaks-one-thread" -> leakOne();
            case "hangs" -> sayNothing();
            default -> throw new IllegalArgumentException(fault);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // what it should have ended here, it does not
    }

    private static void probe(BundleContext context, HealthProbe probe) {
        context.registerService(HealthProbe.class, probe, null);
    }

    private static void sayNothing() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Within the time that the gate watches. */
    private static void startLater() {
        Thread first = new Thread(() -> {
            pause(300);
            leakThreads();
        });
        first.setDaemon(true);
        first.start();
    }

    /** They end some time after the test. */
    private static void leakThreads() {
        for (int i = 0; i < MANY_THREADS; i++) {
            Thread thread = new Thread(() -> pause(5_000), "leaked-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** It would go on when the bundle is gone. */
    private static void leakOne() {
        Thread thread = new Thread(UnwellBundle::sayNothing, "leaked-alone");
        thread.setDaemon(true);
        thread.start();
    }

    private static void pause(long millis) {
        try {
            boolean unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
