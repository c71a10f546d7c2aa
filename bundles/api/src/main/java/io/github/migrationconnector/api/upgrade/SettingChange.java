package io.github.migrationconnector.api.upgrade;

/**
 * A setting that a set brings or no longer knows.
 *
 * @param pid the settings it is one of, whose file is {@code conf/PID.cfg}
 * @param name its name
 * @param added whether it comes or goes
 * @param used whether the home's file has it
 */
public record SettingChange(String pid, String name, boolean added, boolean used) {
    public SettingChange {
        if (pid.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("a setting without a name");
        }
    }
}
