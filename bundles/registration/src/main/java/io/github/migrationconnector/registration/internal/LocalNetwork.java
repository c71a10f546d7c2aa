package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.network.IpText;
import io.github.migrationconnector.api.registration.Connector.NetworkAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses of this machine. */
final class LocalNetwork {
    private static final Logger log = LoggerFactory.getLogger(LocalNetwork.class);

    /** An address that belongs to nobody (RFC 5737): the way to it is the way to the world. */
    private static final String ELSEWHERE = "192.0.2.1";

    private static final int ANY_PORT = 9;
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private LocalNetwork() {}

    /** Those of interfaces that are up, but for loopback and link-local ones; the one that leads to the world first. */
    static List<NetworkAddress> addresses() {
        try {
            List<NetworkAddress> all = new ArrayList<>();
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && !each.isLoopback()) {
                    String mac = mac(each);
                    each.inetAddresses()
                            .filter(address -> !address.isLinkLocalAddress())
                            .forEach(address -> all.add(new NetworkAddress(IpText.of(address), mac)));
                }
            }
            String first = leading();
            all.sort(Comparator.comparing(
                            (NetworkAddress address) -> !address.ip().equals(first))
                    .thenComparing(NetworkAddress::ip));
            return List.copyOf(all);
        } catch (SocketException failure) {
            log.warn("The network's interfaces can't be read", failure);
            return List.of();
        }
    }

    private static String mac(NetworkInterface each) throws SocketException {
        byte[] address = each.getHardwareAddress();
        return address == null ? "" : COLONS.formatHex(address);
    }

    /** The address that packets to the world leave from; to connect UDP sends none. Empty without a way there. */
    private static String leading() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(ELSEWHERE), ANY_PORT));
            return IpText.of(socket.getLocalAddress());
        } catch (IOException | UncheckedIOException noWay) {
            return "";
        }
    }
}
