package io.github.migrationconnector.api.network;

import java.util.Objects;

/**
 * What is wanted of one interface.
 *
 * @param name the system's: {@code vmx0}
 * @param ipv4 its IPv4 address
 * @param ipv6 its IPv6 address
 * @param mtuBytes the largest packet in bytes; 0 leaves it to the system
 */
public record InterfaceSettings(String name, AddressSetting ipv4, AddressSetting ipv6, int mtuBytes) {
    public InterfaceSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(ipv4, "ipv4");
        Objects.requireNonNull(ipv6, "ipv6");
    }
}
