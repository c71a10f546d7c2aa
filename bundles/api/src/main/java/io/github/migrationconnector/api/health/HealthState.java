package io.github.migrationconnector.api.health;

/** Whether the connector can do its work. The words are those of the SMS API's connector status. */
public enum HealthState {
    HEALTHY,
    UNHEALTHY
}
