package io.github.migrationconnector.api.upgrade;

import java.util.List;

/**
 * What was removed.
 *
 * @param sets the bundle sets, by name
 * @param bytes that are free again
 */
public record CleanUp(List<String> sets, long bytes) {
    public CleanUp {
        sets = List.copyOf(sets);
        if (bytes < 0) {
            throw new IllegalArgumentException("removed " + bytes + " bytes");
        }
    }
}
