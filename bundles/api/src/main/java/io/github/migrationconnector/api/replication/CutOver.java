package io.github.migrationconnector.api.replication;

import java.time.Duration;
import java.util.Objects;

/**
 * How the last run of a job stops its server.
 *
 * @param shutdownWithin how long the guest may take to shut down by itself, 1 s to 1 h
 * @param powerOff whether it is powered off when it doesn't: as pulling the plug
 * @param description what is said of the run; may be empty
 */
public record CutOver(Duration shutdownWithin, boolean powerOff, String description) {
    public CutOver {
        if (shutdownWithin.compareTo(Duration.ofSeconds(1)) < 0 || shutdownWithin.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("1 s to 1 h for a shutdown, not " + shutdownWithin);
        }
        Objects.requireNonNull(description, "description");
    }
}
