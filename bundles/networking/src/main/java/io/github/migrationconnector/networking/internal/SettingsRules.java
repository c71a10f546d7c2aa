package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.StaticRoute;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What settings have to keep whatever the network is: found without asking it. */
final class SettingsRules {
    /** RFC 1123, section 2.1; the last part is no number. */
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*(?!\\d+$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    /** MAXNS and MAXDNSRCH of resolver(3), resolv.conf(5). */
    private static final int MOST_NAME_SERVERS = 3;

    private static final int MOST_SEARCH_DOMAINS = 6;

    private final NetworkSettings wanted;
    private final Findings findings = new Findings();
    private final InterfaceRules interfaces = new InterfaceRules(findings);

    private SettingsRules(NetworkSettings wanted) {
        this.wanted = wanted;
    }

    /** Those that keep the settings from being applied. */
    static List<NetworkFinding> findings(NetworkSettings wanted) {
        return all(wanted).stream().filter(NetworkFinding::blocking).toList();
    }

    static List<NetworkFinding> all(NetworkSettings wanted) {
        return new SettingsRules(wanted).found();
    }

    private List<NetworkFinding> found() {
        if (!wanted.hostName().isEmpty()) {
            name(wanted.hostName(), "$.hostName");
        }
        interfaces();
        names();
        for (int index = 0; index < wanted.routes().size(); index++) {
            route(wanted.routes().get(index), "$.routes[" + index + "]");
        }
        return findings.all();
    }

    private void interfaces() {
        Set<String> seen = new HashSet<>();
        boolean addressed = false;
        for (int index = 0; index < wanted.interfaces().size(); index++) {
            InterfaceSettings each = wanted.interfaces().get(index);
            String path = "$.interfaces[" + index + "]";
            if (!seen.add(each.name())) {
                findings.wrong(
                        path + ".name",
                        "NETWORK_INTERFACE_TWICE",
                        each.name() + " is there twice",
                        "Give each interface once",
                        each.name());
            }
            interfaces.check(each, path);
            addressed |= !(each.ipv4() instanceof AddressSetting.Off && each.ipv6() instanceof AddressSetting.Off);
        }
        if (!addressed) {
            findings.wrong(
                    "$.interfaces",
                    "NETWORK_NO_ADDRESS",
                    "No interface has an address",
                    "Give one DHCP or a static address");
        }
    }

    private boolean dhcp() {
        return wanted.interfaces().stream().anyMatch(each -> each.ipv4() instanceof AddressSetting.Automatic);
    }

    private void names() {
        for (int index = 0; index < wanted.nameServers().size(); index++) {
            String server = wanted.nameServers().get(index);
            if (IpNetwork.address(server).isEmpty()) {
                findings.wrong(
                        "$.nameServers[" + index + "]",
                        "NETWORK_NAME_SERVER_UNFIT",
                        "'" + server + "' is not an address",
                        "Give the server's address",
                        server);
            }
        }
        for (int index = 0; index < wanted.searchDomains().size(); index++) {
            name(wanted.searchDomains().get(index), "$.searchDomains[" + index + "]");
        }
        for (int index = 0; index < wanted.timeServers().size(); index++) {
            if (IpNetwork.address(wanted.timeServers().get(index)).isEmpty()) {
                name(wanted.timeServers().get(index), "$.timeServers[" + index + "]");
            }
        }
        counts();
    }

    private void counts() {
        if (wanted.nameServers().isEmpty() && !dhcp()) {
            findings.doubtful(
                    "$.nameServers",
                    "NETWORK_NO_NAME_SERVER",
                    "No name server is given, and no DHCP brings one",
                    "Give one, or no name is found");
        }
        if (wanted.nameServers().size() > MOST_NAME_SERVERS) {
            findings.doubtful(
                    "$.nameServers",
                    "NETWORK_NAME_SERVERS_MANY",
                    "Only the first " + MOST_NAME_SERVERS + " name servers are asked",
                    "Leave the others out",
                    Integer.toString(MOST_NAME_SERVERS));
        }
        if (wanted.searchDomains().size() > MOST_SEARCH_DOMAINS) {
            findings.doubtful(
                    "$.searchDomains",
                    "NETWORK_DOMAINS_MANY",
                    "Only the first " + MOST_SEARCH_DOMAINS + " domains are tried",
                    "Leave the others out",
                    Integer.toString(MOST_SEARCH_DOMAINS));
        }
    }

    private void name(String text, String path) {
        if (!NAME.matcher(text).matches()) {
            findings.wrong(
                    path,
                    "NETWORK_NAME_UNFIT",
                    "'" + text + "' is not a name of a host or a domain",
                    "Give letters, digits and hyphens, in parts of at most 63 with dots between",
                    text);
        }
    }

    private void route(StaticRoute route, String path) {
        Optional<IpNetwork> destination = IpNetwork.parse(route.destination());
        Optional<InetAddress> gateway = IpNetwork.address(route.gateway());
        if (destination.isEmpty() || destination.get().prefixLength() == 0) {
            findings.wrong(
                    path + ".destination",
                    "NETWORK_ROUTE_UNFIT",
                    "'" + route.destination() + "' is not a network",
                    "Give it as 203.0.113.0/24; the way to everything else is an interface's gateway",
                    route.destination());
            return;
        }
        boolean machine =
                destination.get().prefixLength() == destination.get().address().getAddress().length * Byte.SIZE;
        if (!machine && !destination.get().isNetworkAddress()) {
            findings.wrong(
                    path + ".destination",
                    "NETWORK_ROUTE_BITS",
                    route.destination() + " has bits behind its prefix",
                    "Give the network's own address, or a longer prefix",
                    route.destination());
        }
        if (gateway.isEmpty()
                || new IpNetwork(gateway.get(), 0).ipv4() != destination.get().ipv4()) {
            findings.wrong(
                    path + ".gateway",
                    "NETWORK_ROUTE_GATEWAY_UNFIT",
                    "'" + route.gateway() + "' is not an address of the same family",
                    "Give the router's address",
                    route.gateway());
        } else if (!dhcp() && interfaces.networks().stream().noneMatch(network -> network.contains(gateway.get()))) {
            findings.wrong(
                    path + ".gateway",
                    "NETWORK_ROUTE_GATEWAY_ELSEWHERE",
                    "The gateway " + route.gateway() + " is on no network of this machine",
                    "Give a router on one of them",
                    route.gateway());
        }
    }
}
