package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.IpText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the settings of interfaces have to keep. */
final class InterfaceRules {
    private static final int SMALLEST_MTU = 576;
    private static final int SMALLEST_IPV6_MTU = 1280;
    private static final int LARGEST_MTU = 9000;

    private final Findings findings;
    private final List<IpNetwork> networks = new ArrayList<>();
    private final List<String> ipv4Gateways = new ArrayList<>();
    private final List<String> ipv6Gateways = new ArrayList<>();

    InterfaceRules(Findings findings) {
        this.findings = findings;
    }

    /** The networks of the static addresses that hold. */
    List<IpNetwork> networks() {
        return List.copyOf(networks);
    }

    void check(InterfaceSettings each, String path) {
        mtu(each, path + ".mtuBytes");
        if (each.ipv4() instanceof AddressSetting.Static fixed) {
            address(fixed, true, path + ".ipv4");
        }
        if (each.ipv6() instanceof AddressSetting.Static fixed) {
            address(fixed, false, path + ".ipv6");
        }
    }

    private void mtu(InterfaceSettings each, String path) {
        int smallest = each.ipv6() instanceof AddressSetting.Off ? SMALLEST_MTU : SMALLEST_IPV6_MTU;
        if (each.mtuBytes() != 0 && (each.mtuBytes() < smallest || each.mtuBytes() > LARGEST_MTU)) {
            findings.wrong(
                    path,
                    "NETWORK_MTU_UNFIT",
                    each.mtuBytes() + " bytes is no packet's size here",
                    "Give " + smallest + " to " + LARGEST_MTU + ", or 0 for the system's own",
                    Integer.toString(each.mtuBytes()),
                    Integer.toString(smallest),
                    Integer.toString(LARGEST_MTU));
        }
    }

    private void address(AddressSetting.Static fixed, boolean ipv4, String path) {
        Optional<IpNetwork> network = IpNetwork.of(fixed.address(), fixed.prefixLength());
        if (network.isEmpty() || network.get().ipv4() != ipv4) {
            String family = ipv4 ? "IPv4" : "IPv6";
            String example = ipv4 ? "192.0.2.10/24" : "2001:db8::10/64";
            findings.wrong(
                    path + ".address",
                    "NETWORK_ADDRESS_UNFIT",
                    "'" + fixed.text() + "' is not an " + family + " address and a prefix",
                    "Give an address such as " + example,
                    fixed.text(),
                    family,
                    example);
            return;
        }
        if (usable(network.get(), path + ".address")) {
            gateway(fixed, network.get(), path + ".gateway");
            networks.add(network.get());
        }
    }

    private boolean usable(IpNetwork network, String path) {
        InetAddress address = network.address();
        String text = IpText.of(address) + "/" + network.prefixLength();
        if (address.isLoopbackAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) {
            findings.wrong(
                    path,
                    "NETWORK_ADDRESS_NOT_OF_ONE",
                    text + " is not the address of one machine",
                    "Give an address of your network",
                    text);
        } else if (network.isNetworkAddress()) {
            findings.wrong(
                    path,
                    "NETWORK_ADDRESS_OF_NETWORK",
                    text + " is the address of the network itself",
                    "Give one of its machines' addresses",
                    text);
        } else if (network.isBroadcastAddress()) {
            findings.wrong(
                    path,
                    "NETWORK_ADDRESS_BROADCAST",
                    text + " is the network's broadcast address",
                    "Give one of its machines' addresses",
                    text);
        } else if (networks.stream().anyMatch(other -> other.address().equals(address))) {
            findings.wrong(
                    path,
                    "NETWORK_ADDRESS_TWICE",
                    text + " is given to two interfaces",
                    "Give each its own address",
                    text);
        } else {
            networks.stream()
                    .filter(network::overlaps)
                    .findFirst()
                    .ifPresent(other -> findings.doubtful(
                            path,
                            "NETWORK_ADDRESS_OVERLAPS",
                            text + " overlaps the network of another interface",
                            "Answers may leave through the other one; give them different networks",
                            text));
            return true;
        }
        return false;
    }

    private void gateway(AddressSetting.Static fixed, IpNetwork network, String path) {
        if (fixed.gateway().isEmpty()) {
            return;
        }
        Optional<InetAddress> gateway = IpNetwork.address(fixed.gateway());
        // a router's link-local address is on every link (RFC 4291, section 2.5.6)
        boolean onLink = gateway.isPresent()
                && (network.contains(gateway.get())
                        || (!network.ipv4() && gateway.get().isLinkLocalAddress()));
        if (gateway.isEmpty()) {
            findings.wrong(
                    path,
                    "NETWORK_GATEWAY_UNFIT",
                    "'" + fixed.gateway() + "' is not an address",
                    "Give the router's address",
                    fixed.gateway());
        } else if (!onLink) {
            findings.wrong(
                    path,
                    "NETWORK_GATEWAY_ELSEWHERE",
                    "The gateway " + fixed.gateway() + " is not on the network of " + fixed.text(),
                    "Give a gateway on that network, or mend the prefix",
                    fixed.gateway(),
                    fixed.text());
        } else if (gateway.get().equals(network.address())) {
            findings.wrong(
                    path,
                    "NETWORK_GATEWAY_OWN",
                    "The gateway is this machine's own address",
                    "Give the router's address");
        } else {
            count(fixed.gateway(), network.ipv4() ? ipv4Gateways : ipv6Gateways, path);
        }
    }

    private void count(String gateway, List<String> gateways, String path) {
        gateways.add(gateway);
        if (gateways.size() > 1) {
            findings.wrong(
                    path,
                    "NETWORK_GATEWAYS_TWO",
                    "There are two gateways for everything else: " + String.join(" and ", gateways),
                    "Leave one, and give the networks behind the other as routes",
                    String.join(", ", gateways));
        }
    }
}
