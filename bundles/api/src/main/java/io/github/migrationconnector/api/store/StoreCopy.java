package io.github.migrationconnector.api.store;

import java.time.Instant;
import java.util.Objects;

/**
 * The store as a bundle set left it, before another set opened it for the first time.
 *
 * @param set the set that left it
 * @param since when the upgrade to the other set began
 * @param bytes its length
 */
public record StoreCopy(String set, Instant since, long bytes) {
    public StoreCopy {
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(since, "since");
        if (bytes < 0) {
            throw new IllegalArgumentException("a copy of " + bytes + " bytes");
        }
    }
}
