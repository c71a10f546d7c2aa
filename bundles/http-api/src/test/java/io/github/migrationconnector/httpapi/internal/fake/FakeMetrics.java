package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.metrics.Counted;
import io.github.migrationconnector.api.metrics.Label;
import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.metrics.Timed;
import java.time.Duration;

/** One figure. */
final class FakeMetrics implements Metrics {
    @Override
    public void count(Counted what, double amount, Label... labels) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void took(Timed what, Duration time, Label... labels) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String exposition() {
        return "connector_healthy 1.0\n";
    }
}
