package io.github.migrationconnector.api.network;

import java.util.List;
import java.util.Objects;

/**
 * What is wanted of the machine's network, whole: an interface that is not named gets no address.
 *
 * @param hostName the machine's name; empty leaves it as it is
 * @param interfaces one each
 * @param nameServers addresses of DNS servers, in the order they are asked; empty takes those that DHCP brings
 * @param searchDomains what is tried behind a short name, in this order; empty takes those that DHCP brings
 * @param timeServers names or addresses of NTP servers; empty leaves the system's own
 * @param routes beside the gateways of the interfaces
 */
public record NetworkSettings(
        String hostName,
        List<InterfaceSettings> interfaces,
        List<String> nameServers,
        List<String> searchDomains,
        List<String> timeServers,
        List<StaticRoute> routes) {
    public NetworkSettings {
        Objects.requireNonNull(hostName, "hostName");
        interfaces = List.copyOf(interfaces);
        nameServers = List.copyOf(nameServers);
        searchDomains = List.copyOf(searchDomains);
        timeServers = List.copyOf(timeServers);
        routes = List.copyOf(routes);
    }
}
