package io.github.migrationconnector.api.metrics;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** Counts and times what happens. Cheap enough for each block; never throws, and waits for nobody. */
@ProviderType
public interface Metrics {
    /**
     * Counts.
     *
     * @param what is counted
     * @param amount how much more, not negative
     * @param labels one for each of {@link Counted#labels()}, in their order
     */
    void count(Counted what, double amount, Label... labels);

    /** Notes how long something took. */
    void took(Timed what, Duration time, Label... labels);

    /** Everything in the text format of Prometheus, version 0.0.4. */
    String exposition();
}
