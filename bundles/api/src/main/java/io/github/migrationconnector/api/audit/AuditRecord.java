package io.github.migrationconnector.api.audit;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that was written down.
 *
 * @param number from 1 on, without gaps
 * @param at when
 * @param event what
 */
public record AuditRecord(long number, Instant at, AuditEvent event) {
    public AuditRecord {
        if (number < 1) {
            throw new IllegalArgumentException("not the number of a record: " + number);
        }
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(event, "event");
    }
}
