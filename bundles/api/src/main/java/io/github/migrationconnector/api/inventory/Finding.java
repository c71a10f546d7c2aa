package io.github.migrationconnector.api.inventory;

import java.util.Objects;

/**
 * One thing that a pre-flight check found.
 *
 * @param severity whether it stops a replication
 * @param code stable upper-case name, such as {@code DISK_INDEPENDENT}
 * @param message what was found
 * @param fix what to do about it
 */
public record Finding(Severity severity, String code, String message, String fix) {
    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(fix, "fix");
    }

    /** Whether it stops a replication. */
    public enum Severity {
        /** The VM is refused until this is mended. */
        REFUSED,
        /** Works, with a drawback that the message names. */
        WARNING
    }
}
