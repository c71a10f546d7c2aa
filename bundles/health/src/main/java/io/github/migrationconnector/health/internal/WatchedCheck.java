package io.github.migrationconnector.health.internal;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One check: at most one look at a time, on a thread of the workers, and told as silent when it takes too long. */
final class WatchedCheck {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedCheck.class);

    private final HealthCheck check;
    private final CheckProfile profile;
    private final Workers workers;
    private final BiConsumer<String, CheckFinding> found;
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
    private boolean busy;

    /**
     * Who works for all checks.
     *
     * @param looks one thread for each look under way
     * @param limits ends the looks that take too long
     */
    record Workers(ExecutorService looks, ScheduledExecutorService limits) {}

    WatchedCheck(HealthCheck check, Workers workers, BiConsumer<String, CheckFinding> found) {
        this.check = check;
        this.profile = check.profile();
        this.workers = workers;
        this.found = found;
    }

    CheckProfile profile() {
        return profile;
    }

    boolean isOf(HealthCheck other) {
        return check == other;
    }

    /** Begins a look, unless one is under way; the future ends when its finding is told, or its time is up. */
    synchronized CompletableFuture<Void> look() {
        if (busy) {
            return told;
        }
        CompletableFuture<Void> telling = new CompletableFuture<>();
        told = telling;
        try {
            Future<?> work = workers.looks().submit(() -> lookNow(telling));
            busy = true;
            Future<?> limit = workers.limits()
                    .schedule(() -> silent(telling, work), profile.within().toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture<Void> unused = telling.whenComplete((nothing, failure) -> limit.cancel(false));
        } catch (RejectedExecutionException closing) {
            telling.complete(null);
        }
        return telling;
    }

    /** Ends with the look that was begun last. */
    synchronized CompletableFuture<Void> underWay() {
        return told;
    }

    private void lookNow(CompletableFuture<Void> telling) {
        Optional<CheckFinding> finding = finding();
        synchronized (this) {
            // first, so that whoever waited for this look may begin the next
            busy = false;
            finding.ifPresentOrElse(known -> tell(telling, known), () -> telling.complete(null));
        }
    }

    private void silent(CompletableFuture<Void> telling, Future<?> work) {
        tell(
                telling,
                CheckFinding.failing(
                        "CHECK_SILENT",
                        "It gives no answer within " + profile.within().toSeconds() + " s.",
                        "Look whether this machine is overloaded, and at what is looked at; the log may say more."));
        work.cancel(true);
    }

    /** Whoever comes first tells: a look that answers after its time is up is too late. */
    private synchronized void tell(CompletableFuture<Void> telling, CheckFinding finding) {
        if (!telling.isDone()) {
            found.accept(profile.name(), finding);
            telling.complete(null);
        }
    }

    /** Empty when nothing can be said just now, since a bundle is being swapped: what was found last holds. */
    private Optional<CheckFinding> finding() {
        try {
            return Optional.of(check.look());
        } catch (ConnectorException trouble) {
            Problem problem = trouble.problem();
            return problem.retry() == Retry.ON_RESUME && problem.code().startsWith("SERVICE_")
                    ? Optional.empty()
                    : Optional.of(CheckFinding.failing(problem));
        } catch (RuntimeException | LinkageError failure) {
            LOG.warn("The check {} failed", profile.name(), failure);
            return Optional.of(CheckFinding.unknown(
                    "HEALTH_CHECK_FAILED",
                    "The check itself failed: " + failure.getClass().getSimpleName() + ".",
                    failure.getClass().getSimpleName()));
        }
    }
}
