package io.github.migrationconnector.itest;

import io.github.migrationconnector.api.upgrade.HealthProbe;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

/** A bundle with something wrong; its name says what. Packed into a bundle of its own by {@link TestRelease}. */
public final class UnwellBundle implements BundleActivator {
    private static final String LEAKED = "leaked-alone";
    private static final int MANY_THREADS = 300;

    private final CountDownLatch stopped = new CountDownLatch(1);

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
            case "piles-threads-up" -> startLater();
            case "piles-threads-up-at-once" -> pileThreadsUp();
            case "leaks-one-thread" -> leakOne();
            case "unhealthy-and-leaking" -> {
                leakOne();
                probe(context, () -> {
                    throw new IllegalStateException("it leaks");
                });
            }
            case "hangs" -> sayNothing();
            default -> throw new IllegalArgumentException(fault);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // a single thread it leaves behind
        stopped.countDown();
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
    private void startLater() {
        begin("first", () -> {
            if (!stopped(300)) {
                pileThreadsUp();
            }
        });
    }

    private void pileThreadsUp() {
        for (int i = 0; i < MANY_THREADS; i++) {
            begin("piled-up-" + i, () -> {
                boolean unused = stopped(60_000);
            });
        }
    }

    /** It would go on when the bundle is gone. */
    private static void leakOne() {
        begin(LEAKED, UnwellBundle::sayNothing);
    }

    /** Ends what was leaked, in whatever framework of this process: in the next one it would be held against a good bundle. */
    public static void endLeaks() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(LEAKED)) {
                thread.interrupt();
                thread.join();
            }
        }
    }

    private static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private boolean stopped(long millis) {
        try {
            return stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
