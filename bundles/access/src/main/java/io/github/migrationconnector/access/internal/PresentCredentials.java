package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The credential store, whose bundle may be swapped while we run: whoever asks waits a moment for its successor. */
@Component(service = PresentCredentials.class)
public final class PresentCredentials {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private Optional<CredentialStore> present = Optional.empty();

    CredentialStore get() {
        lock.lock();
        try {
            long leftNanos = BOUND.toNanos();
            while (present.isEmpty() && leftNanos > 0) {
                leftNanos = came.awaitNanos(leftNanos);
            }
            return present.orElseThrow(PresentCredentials::absent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw absent();
        } finally {
            lock.unlock();
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCredentials(CredentialStore store) {
        lock.lock();
        try {
            present = Optional.of(store);
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void unbindCredentials(CredentialStore store) {
        lock.lock();
        try {
            // the successor comes before the one that it replaces leaves
            present = present.filter(current -> current != store);
        } finally {
            lock.unlock();
        }
    }

    private static ConnectorException absent() {
        return new Problem(
                        "SERVICE_ABSENT",
                        "The credential store is not running.",
                        "Look at the list of bundles and at the log; if an upgrade is under way, try again.",
                        Retry.ON_RESUME)
                .asException();
    }
}
