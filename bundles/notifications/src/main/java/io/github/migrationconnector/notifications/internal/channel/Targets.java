package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Where notifications never go: to addresses of the link, where clouds answer with credentials of the machine (169.254.169.254,
 * fd00:ec2::254), and to all or many machines at once.
 */
final class Targets {
    private static final int MOST_ADDRESSES = 4;
    private static final String CLOUD_IPV6 = "fd00:ec2:0:0:0:0:0:254";

    private Targets() {}

    /** The addresses of a name, at most four; a connection goes to these, and not to what another lookup would answer. */
    static List<InetAddress> of(String host) throws UnknownHostException {
        List<InetAddress> addresses = Arrays.stream(InetAddress.getAllByName(host.replaceAll("[\\[\\]]", "")))
                .limit(MOST_ADDRESSES)
                .toList();
        if (addresses.stream().anyMatch(Targets::isRefused)) {
            throw refusal(host);
        }
        return addresses;
    }

    /** For a proxy that looks the name up itself: refuses what is plainly such an address. */
    static void requireFit(String host) throws UnknownHostException {
        String plain = host.replaceAll("[\\[\\]]", "");
        boolean literal = plain.indexOf(':') >= 0 || plain.matches("[0-9.]+");
        if (literal && isRefused(InetAddress.getByName(plain))) {
            throw refusal(host);
        }
    }

    private static boolean isRefused(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || address.getHostAddress().equals(CLOUD_IPV6);
    }

    private static ConnectorException refusal(String host) {
        return Problem.fatal(
                        "NOTIFICATION_SERVER_REFUSED",
                        host + " leads to an address of the link, where no receiver of notifications is.",
                        "Give a receiver in your network or beyond it.")
                .asException();
    }
}
