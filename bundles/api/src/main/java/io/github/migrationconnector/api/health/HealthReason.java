package io.github.migrationconnector.api.health;

import java.time.Instant;
import java.util.Objects;

/**
 * One thing that is not well.
 *
 * @param code stable upper-case name
 * @param since when it was first seen, also over a restart
 * @param why what is wrong, in a sentence
 * @param fix what to do about it
 */
public record HealthReason(String code, Instant since, String why, String fix) {
    public HealthReason {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(fix, "fix");
    }
}
