package io.github.migrationconnector.api.network;

import java.util.List;
import java.util.Objects;

/**
 * What is in force of one interface.
 *
 * @param name the system's
 * @param mac its hardware address; empty for one that has none
 * @param up whether it carries packets
 * @param mtuBytes the largest packet in bytes
 * @param addresses each with its prefix, as {@code 192.0.2.10/24}; link-local ones left out
 * @param gateways of default routes through it
 * @param lease of its IPv4 address, or {@link DhcpLease#NONE}
 */
public record InterfaceState(
        String name,
        String mac,
        boolean up,
        int mtuBytes,
        List<String> addresses,
        List<String> gateways,
        DhcpLease lease) {
    public InterfaceState {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mac, "mac");
        addresses = List.copyOf(addresses);
        gateways = List.copyOf(gateways);
        Objects.requireNonNull(lease, "lease");
    }
}
