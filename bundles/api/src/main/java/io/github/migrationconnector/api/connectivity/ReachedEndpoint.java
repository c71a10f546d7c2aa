package io.github.migrationconnector.api.connectivity;

import io.github.migrationconnector.api.connection.ProxySettings;
import java.util.Objects;

/**
 * A place that the connector has to reach by HTTPS.
 *
 * @param name for people, such as {@code AWS EC2} or {@code vCenter}
 * @param host name or address, without the brackets of an IPv6 address
 * @param port TCP port
 * @param proxy what it is reached through; its exceptions are heeded by whoever walks
 * @param peer what only its adapter knows
 */
public record ReachedEndpoint(String name, String host, int port, ProxySettings proxy, ReachedPeer peer) {
    private static final int HIGHEST_PORT = 65_535;

    public ReachedEndpoint {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(proxy, "proxy");
        Objects.requireNonNull(peer, "peer");
        if (host.isEmpty() || host.startsWith("[") || port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not an endpoint: " + host + " port " + port);
        }
    }
}
