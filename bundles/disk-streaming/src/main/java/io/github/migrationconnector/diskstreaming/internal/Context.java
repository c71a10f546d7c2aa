package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.diskstreaming.internal.journal.Journals;
import io.github.migrationconnector.diskstreaming.internal.pipeline.Shared;
import io.github.migrationconnector.diskstreaming.internal.retry.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What every transfer and verification of the service works with.
 *
 * @param endpoints opens sources and targets
 * @param journals of this home
 * @param shared memory and threads
 * @param limits of time
 * @param metrics counts; empty where nobody does
 */
record Context(
        Endpoints endpoints, Journals journals, Shared shared, TimeLimits limits, Supplier<Optional<Metrics>> metrics) {
    /** One that nobody counts for. */
    Context(Endpoints endpoints, Journals journals, Shared shared, TimeLimits limits) {
        this(endpoints, journals, shared, limits, Optional::empty);
    }

    /**
     * How long things may take.
     *
     * @param retry when a call is tried again
     * @param completion how long a target may take to make a snapshot ready
     * @param clock tells the time of day
     */
    record TimeLimits(RetryPolicy retry, Duration completion, Clock clock) {}
}
