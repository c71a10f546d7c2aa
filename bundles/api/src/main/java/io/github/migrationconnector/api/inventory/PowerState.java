package io.github.migrationconnector.api.inventory;

public enum PowerState {
    ON,
    OFF,
    SUSPENDED
}
