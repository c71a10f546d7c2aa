package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.DhcpLease;
import io.github.migrationconnector.api.network.InterfaceState;
import io.github.migrationconnector.api.network.IpText;
import io.github.migrationconnector.api.network.NetworkState;
import io.github.migrationconnector.api.network.TimeSync;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What the JDK can tell of the network where no privileged program is: no gateways, no leases, no time servers. */
final class LocalState {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private final Path resolver;

    /**
     * @param resolver a resolv.conf(5)
     */
    LocalState(Path resolver) {
        this.resolver = resolver;
    }

    NetworkState read() {
        List<InterfaceState> interfaces = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!each.isLoopback()) {
                    interfaces.add(state(each));
                }
            }
        } catch (SocketException unreadable) {
            return new NetworkState(
                    hostName(), List.of(), words("nameserver"), words("search"), List.of(), TimeSync.UNKNOWN);
        }
        return new NetworkState(
                hostName(), interfaces, words("nameserver"), words("search"), List.of(), TimeSync.UNKNOWN);
    }

    private static InterfaceState state(NetworkInterface each) throws SocketException {
        byte[] mac = each.getHardwareAddress();
        List<String> addresses = each.getInterfaceAddresses().stream()
                .filter(address -> !address.getAddress().isLinkLocalAddress())
                .map(LocalState::text)
                .toList();
        return new InterfaceState(
                each.getName(),
                mac == null ? "" : COLONS.formatHex(mac),
                each.isUp(),
                each.getMTU(),
                addresses,
                List.of(),
                DhcpLease.NONE);
    }

    private static String text(InterfaceAddress address) {
        return IpText.of(address.getAddress()) + "/" + address.getNetworkPrefixLength();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "";
        }
    }

    private List<String> words(String keyword) {
        try (Stream<String> lines = Files.lines(resolver)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(words -> words[0].equals(keyword))
                    .flatMap(words -> Stream.of(words).skip(1))
                    .map(IpText::of)
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
