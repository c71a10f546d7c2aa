package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.streaming.TransferResult;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The threads of one run's transfers: they live as long as its phase, and are gone when it is closed. */
final class DiskWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskWorkers.class);
    private static final long NEWS_EVERY_SECONDS = 10;
    private static final long END_WITHIN_SECONDS = 120;

    private final String runId;
    private final ExecutorService threads;
    private final CompletionService<Carried> outcomes;

    /** What became of one disk. */
    sealed interface Outcome {}

    record Carried(int diskKey, TransferResult result) implements Outcome {}

    record Failed(ConnectorException problem) implements Outcome {}

    DiskWorkers(String runId, int atOnce) {
        this.runId = runId;
        AtomicInteger number = new AtomicInteger();
        threads =
                Executors.newFixedThreadPool(atOnce, work -> new Thread(work, "transfers-" + number.incrementAndGet()));
        outcomes = new ExecutorCompletionService<>(threads);
    }

    void submit(Callable<Carried> transfer) {
        // what it logs belongs to the run, and to whatever else is said of the thread that asks
        Map<String, String> work =
                Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
        var unused = outcomes.submit(() -> {
            MDC.setContextMap(work);
            return RunThreads.transfer(runId, transfer);
        });
    }

    /** Waits for the next disk that ends; empty now and then, when none has. An {@link Error} comes through as it is. */
    Optional<Outcome> next() throws InterruptedException {
        Future<Carried> ended = outcomes.poll(NEWS_EVERY_SECONDS, TimeUnit.SECONDS);
        if (ended == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ended.get());
        } catch (ExecutionException e) {
            return Optional.of(new Failed(problem(e.getCause())));
        }
    }

    private ConnectorException problem(Throwable cause) throws InterruptedException {
        if (cause instanceof ConnectorException known) {
            return known;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof InterruptedException) {
            throw new InterruptedException("a transfer of " + runId + " was interrupted");
        }
        LOG.error("transfer of {} failed", runId, cause);
        return Problem.fatal(
                        "INTERNAL_ERROR",
                        "the transfer failed: " + cause.getClass().getSimpleName(),
                        "Send the log.")
                .asException(cause);
    }

    /** Interrupts what still runs and waits for its end: nothing of the run may act behind its clean-up. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_WITHIN_SECONDS);
        while (!ended) {
            try {
                ended = threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (!ended) {
                    LOG.error("a transfer of {} did not stop within {} s", runId, END_WITHIN_SECONDS);
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
