package io.github.migrationconnector.vsphere.internal.session;

import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The settings' service, waited for while the bundle that has it is being swapped. */
@Component(service = AwaitedConnection.class)
public final class AwaitedConnection {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** While one service replaces another, the new one is bound before the old one is unbound. */
    private final Deque<VcenterConnection> bound = new ArrayDeque<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bind(VcenterConnection connection) {
        bound.addFirst(connection);
        notifyAll();
    }

    public synchronized void unbind(VcenterConnection connection) {
        bound.remove(connection);
    }

    /** The service that is there, or comes within some seconds. */
    synchronized VcenterConnection get() {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (bound.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw absent(Retry.SOON, "No settings for vCenter are to be had");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw absent(Retry.ON_RESUME, "Stopped while waiting for vCenter's settings");
            }
        }
        return bound.getFirst();
    }

    private static ConnectorException absent(Retry retry, String message) {
        return new Problem("VCENTER_SETTINGS_ABSENT", message, "Check that all bundles are active.", retry)
                .asException();
    }
}
