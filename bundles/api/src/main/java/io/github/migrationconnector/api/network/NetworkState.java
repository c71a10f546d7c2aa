package io.github.migrationconnector.api.network;

import java.util.List;
import java.util.Objects;

/**
 * What is in force.
 *
 * @param hostName the machine's name
 * @param interfaces all but the loopback
 * @param nameServers addresses of the DNS servers that are asked
 * @param searchDomains what is tried behind a short name
 * @param timeServers names or addresses of the NTP servers that the clock is set by; empty when the system doesn't tell
 * @param timeSync whether they answer
 */
public record NetworkState(
        String hostName,
        List<InterfaceState> interfaces,
        List<String> nameServers,
        List<String> searchDomains,
        List<String> timeServers,
        TimeSync timeSync) {
    public NetworkState {
        Objects.requireNonNull(hostName, "hostName");
        interfaces = List.copyOf(interfaces);
        nameServers = List.copyOf(nameServers);
        searchDomains = List.copyOf(searchDomains);
        timeServers = List.copyOf(timeServers);
        Objects.requireNonNull(timeSync, "timeSync");
    }
}
