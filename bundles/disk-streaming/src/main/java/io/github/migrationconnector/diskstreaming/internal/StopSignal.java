package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells everything that waits that the service is going away. */
public final class StopSignal {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();

    public void stop() {
        stopped.countDown();
        actions.forEach(Runnable::run);
    }

    /** Does some work; when the signal comes meanwhile, runs something that ends it. May run that twice. */
    public <T> T during(Work<T> work, Runnable whenStopped) throws InterruptedException {
        actions.add(whenStopped);
        try {
            if (stopped()) {
                whenStopped.run();
            }
            return work.run();
        } finally {
            actions.remove(whenStopped);
        }
    }

    /**
     * Work that can be ended from outside.
     *
     * @param <T> what it makes
     */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws InterruptedException;
    }

    public boolean stopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Waits, unless the signal comes.
     *
     * @throws ConnectorException retry ON_RESUME, when it came
     */
    public void pause(long nanos) throws InterruptedException {
        if (stopped.await(nanos, TimeUnit.NANOSECONDS)) {
            throw exception();
        }
    }

    /** Throws what {@link #pause} throws, when the signal has come. */
    public void check() {
        if (stopped()) {
            throw exception();
        }
    }

    /** What a call that was stopped ends with. */
    public static ConnectorException exception() {
        return new Problem(
                        "TRANSFER_STOPPED",
                        "The transfer was asked to stop; what it has put is kept.",
                        "Nothing: it goes on where it stopped.",
                        Retry.ON_RESUME)
                .asException();
    }
}
