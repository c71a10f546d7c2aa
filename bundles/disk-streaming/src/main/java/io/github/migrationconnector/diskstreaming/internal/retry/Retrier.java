package io.github.migrationconnector.diskstreaming.internal.retry;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.diskstreaming.internal.StopSignal;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Tries calls again that may pass. The only place of the connector that does. */
public final class Retrier {
    private final RetryPolicy policy;
    private final ScheduledExecutorService timer;
    private final StopSignal stop;

    /**
     * @param policy when and how often
     * @param timer runs the next attempts of asynchronous calls
     * @param stop ends the waiting
     */
    public Retrier(RetryPolicy policy, ScheduledExecutorService timer, StopSignal stop) {
        this.policy = policy;
        this.timer = timer;
        this.stop = stop;
    }

    /** Makes a call that blocks. */
    public <T> T call(Supplier<T> call) throws InterruptedException {
        return call(call, problem -> true);
    }

    /** Makes a call that blocks, and does not wait for a place that others hold. */
    public <T> T callUnlessFull(Supplier<T> call) throws InterruptedException {
        return call(call, RetryPolicy::counts);
    }

    private <T> T call(Supplier<T> call, Predicate<Problem> mayWait) throws InterruptedException {
        for (int failures = 1; ; ) {
            try {
                return call.get();
            } catch (ConnectorException e) {
                OptionalLong pause = policy.pause(e.problem(), failures);
                if (pause.isEmpty() || !mayWait.test(e.problem())) {
                    throw e;
                }
                failures += RetryPolicy.counts(e.problem()) ? 1 : 0;
                stop.pause(pause.getAsLong());
            }
        }
    }

    /**
     * Makes a call that answers later.
     *
     * @param call one attempt
     * @param onFailure is told of each failure, also of those that are tried again
     */
    public <T> CompletableFuture<T> attempt(Supplier<CompletableFuture<T>> call, Consumer<Problem> onFailure) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        new Attempts<>(call, onFailure, answer).next();
        return answer;
    }

    private final class Attempts<T> {
        private final Supplier<CompletableFuture<T>> call;
        private final Consumer<Problem> onFailure;
        private final CompletableFuture<T> answer;
        // only touched by one attempt at a time
        private int failures = 1;

        Attempts(Supplier<CompletableFuture<T>> call, Consumer<Problem> onFailure, CompletableFuture<T> answer) {
            this.call = call;
            this.onFailure = onFailure;
            this.answer = answer;
        }

        void next() {
            CompletableFuture<T> attempt;
            try {
                attempt = call.get();
            } catch (Throwable e) {
                attempt = CompletableFuture.failedFuture(e);
            }
            CompletableFuture<T> unused = attempt.whenComplete((value, failure) -> {
                if (failure == null) {
                    answer.complete(value);
                } else {
                    told(failure instanceof CompletionException ? failure.getCause() : failure);
                }
            });
        }

        private void told(Throwable failure) {
            try {
                failed(failure);
            } catch (Throwable e) {
                // whoever waits for the answer must get one
                answer.completeExceptionally(e);
            }
        }

        private void failed(Throwable failure) {
            if (!(failure instanceof ConnectorException known)) {
                answer.completeExceptionally(failure);
                return;
            }
            onFailure.accept(known.problem());
            OptionalLong pause = policy.pause(known.problem(), failures);
            if (pause.isEmpty() || stop.stopped()) {
                answer.completeExceptionally(known);
                return;
            }
            failures += RetryPolicy.counts(known.problem()) ? 1 : 0;
            try {
                Future<?> unused = timer.schedule(() -> retry(known), pause.getAsLong(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                answer.completeExceptionally(known);
            }
        }

        private void retry(ConnectorException last) {
            if (stop.stopped()) {
                answer.completeExceptionally(last);
            } else {
                next();
            }
        }
    }
}
