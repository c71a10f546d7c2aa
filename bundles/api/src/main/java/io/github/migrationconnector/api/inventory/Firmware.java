package io.github.migrationconnector.api.inventory;

/** How a machine starts. */
public enum Firmware {
    BIOS,
    UEFI
}
