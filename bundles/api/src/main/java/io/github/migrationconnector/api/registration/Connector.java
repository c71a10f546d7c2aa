package io.github.migrationconnector.api.registration;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * This connector, as it is known to whoever lists connectors.
 *
 * @param identity its id and name
 * @param version of the product
 * @param addresses of its network interfaces, the one that leads to the world first
 * @param capabilities what it can do, in the SMS API's words
 * @param associated when it was registered; {@link Instant#EPOCH} while it is not
 */
public record Connector(
        ConnectorIdentity identity,
        String version,
        List<NetworkAddress> addresses,
        List<Capability> capabilities,
        Instant associated) {
    public Connector {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(version, "version");
        addresses = List.copyOf(addresses);
        capabilities = List.copyOf(capabilities);
        Objects.requireNonNull(associated, "associated");
    }

    /** What a connector can do. Source: SMS API 2016-10-24, ConnectorCapability. */
    public enum Capability {
        VSPHERE,
        SNAPSHOT_BATCHING,
        SMS_OPTIMIZED
    }

    /**
     * One address.
     *
     * @param ip IPv4 or IPv6 in their usual text forms
     * @param mac of its interface: six hex pairs with colons, lower case; empty when it has none
     */
    public record NetworkAddress(String ip, String mac) {
        public NetworkAddress {
            Objects.requireNonNull(ip, "ip");
            Objects.requireNonNull(mac, "mac");
        }
    }

    /** When it was registered; empty while it is not. */
    public Optional<Instant> associatedOn() {
        return associated.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(associated);
    }
}
