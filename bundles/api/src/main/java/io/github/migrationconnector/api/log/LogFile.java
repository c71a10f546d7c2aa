package io.github.migrationconnector.api.log;

import java.time.Instant;
import java.util.Objects;

/**
 * A file of the log.
 *
 * @param name without its directory
 * @param area whose it is
 * @param bytes how long it is on the disk
 * @param changedAt when it was written to last
 * @param current whether it is still written to
 */
public record LogFile(String name, LogArea area, long bytes, Instant changedAt, boolean current) {
    public LogFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(changedAt, "changedAt");
    }
}
