package io.github.migrationconnector.api.network;

import java.util.Objects;

/**
 * A network that is reached through a gateway of its own.
 *
 * @param destination the network, as {@code 203.0.113.0/24}
 * @param gateway the address that leads there, on a network of this machine
 */
public record StaticRoute(String destination, String gateway) {
    public StaticRoute {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(gateway, "gateway");
    }
}
