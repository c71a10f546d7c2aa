package io.github.migrationconnector.aws.internal.sdk;

import io.github.migrationconnector.api.metrics.Label.Api;
import io.github.migrationconnector.api.metrics.Label.Outcome;
import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.metrics.Timed;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Times the calls of all clients, those too that are made for one look and are gone after it. */
@Component(service = CallMeter.class)
public final class CallMeter {
    private static final Logger LOG = LoggerFactory.getLogger(CallMeter.class);

    /** Null while nobody counts. */
    private volatile Metrics metrics;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMetrics(Metrics arrived) {
        metrics = arrived;
    }

    void unbindMetrics(Metrics left) {
        if (left.equals(metrics)) {
            metrics = null;
        }
    }

    /**
     * With whoever counts right now. Its bundle may be swapped under the call: what is not counted fails no call.
     *
     * @param begun by {@link System#nanoTime}
     */
    void took(Api api, Outcome outcome, long begun) {
        try {
            Optional.ofNullable(metrics)
                    .ifPresent(
                            meter -> meter.took(Timed.CALL, Duration.ofNanos(System.nanoTime() - begun), api, outcome));
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("a call of {} is not counted", api, e);
        }
    }
}
