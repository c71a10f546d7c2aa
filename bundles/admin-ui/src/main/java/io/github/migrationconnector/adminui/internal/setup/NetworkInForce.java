package io.github.migrationconnector.adminui.internal.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One interface of this machine that is up.
 *
 * @param name as the system calls it
 * @param addresses each with the length of its network's prefix
 */
public record NetworkInForce(String name, List<String> addresses) {
    /** resolv.conf(5): at most three are used; more lines than this are not looked at. */
    private static final int MOST_LINES = 100;

    private static final Path RESOLVER = Path.of("/etc/resolv.conf");

    public NetworkInForce {
        Objects.requireNonNull(name, "name");
        addresses = List.copyOf(addresses);
    }

    static List<NetworkInForce> all() {
        try (Stream<NetworkInterface> interfaces = NetworkInterface.networkInterfaces()) {
            return interfaces
                    .filter(NetworkInForce::isUp)
                    .map(one -> new NetworkInForce(
                            one.getDisplayName(),
                            one.getInterfaceAddresses().stream()
                                    .map(NetworkInForce::written)
                                    .toList()))
                    .filter(one -> !one.addresses().isEmpty())
                    .toList();
        } catch (SocketException unknown) {
            throw new UncheckedIOException(unknown);
        }
    }

    /** The addresses of the name servers that the system asks; empty when it does not say. */
    static List<String> nameServers() {
        try (Stream<String> lines = Files.lines(RESOLVER, StandardCharsets.ISO_8859_1)) {
            return lines.limit(MOST_LINES)
                    .map(line -> line.strip().split("\\s+", 3))
                    .filter(words -> words.length > 1 && words[0].equals("nameserver"))
                    .map(words -> words[1])
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp() && !one.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }

    private static String written(InterfaceAddress address) {
        return address.getAddress().getHostAddress().replaceFirst("%.*", "") + "/" + address.getNetworkPrefixLength();
    }
}
