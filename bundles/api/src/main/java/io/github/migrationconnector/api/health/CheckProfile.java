package io.github.migrationconnector.api.health;

import java.time.Duration;
import java.util.Objects;

/**
 * How a check wants to be called.
 *
 * @param name stable upper-case name of what is looked at
 * @param everyBeats at which heartbeats: 1 for each (half a minute, usually), 10 for each tenth
 * @param within how long a look may take: after that it is interrupted, and what it looks at counts as FAILING
 */
public record CheckProfile(String name, int everyBeats, Duration within) {
    /** For what is on this machine. */
    private static final Duration USUAL = Duration.ofSeconds(20);

    public CheckProfile {
        if (!name.matches("[A-Z][A-Z0-9_]{1,59}")) {
            throw new IllegalArgumentException("not a check's name: " + name);
        }
        Objects.requireNonNull(within, "within");
        if (everyBeats < 1 || within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("a check that never looks");
        }
    }

    /** One that takes no time to speak of. */
    public static CheckProfile of(String name, int everyBeats) {
        return new CheckProfile(name, everyBeats, USUAL);
    }
}
