package io.github.migrationconnector.api.log;

import java.util.Objects;

/**
 * How much is written.
 *
 * @param name an area's word, or the name of a logger
 * @param level what matters at least as much is written
 * @param chosen whether somebody set it; else it is as it was shipped
 */
public record LevelSetting(String name, LogLevel level, boolean chosen) {
    public LevelSetting {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(level, "level");
    }
}
