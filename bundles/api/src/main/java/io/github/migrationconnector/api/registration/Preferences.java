package io.github.migrationconnector.api.registration;

/**
 * What the connector may do by itself.
 *
 * @param uploadLogs send its logs, redacted, where they were set up to go
 * @param autoUpgrade upgrade itself from its channel
 */
public record Preferences(boolean uploadLogs, boolean autoUpgrade) {}
