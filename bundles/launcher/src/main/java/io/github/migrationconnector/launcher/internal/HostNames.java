package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What this host is called, for its certificate.
 *
 * @param names DNS names, the host's own first, {@code localhost} last
 * @param addresses numeric addresses of its interfaces, without zones
 */
record HostNames(List<String> names, List<String> addresses) {
    /** RFC 1123, section 2.1. */
    private static final Pattern DNS_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    /** Enough for any appliance; a host with hundreds of container bridges gets a certificate of bearable size. */
    private static final int MAX_ADDRESSES = 64;

    HostNames {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a host without a name");
        }
    }

    static HostNames ofThisHost() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        Set<String> addresses = new LinkedHashSet<>(List.of("127.0.0.1", "0:0:0:0:0:0:0:1"));
        try {
            InetAddress local = InetAddress.getLocalHost();
            addName(names, local.getHostName());
            addName(names, local.getCanonicalHostName());
        } catch (UnknownHostException e) {
            // a host whose own name does not resolve is still reached by its addresses
            names.clear();
        }
        names.add("localhost");
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (addresses.size() < MAX_ADDRESSES) {
                    addresses.add(withoutZone(address));
                }
            }
        }
        return new HostNames(List.copyOf(names), List.copyOf(addresses));
    }

    private static void addName(Set<String> names, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (DNS_NAME.matcher(lower).matches()) {
            names.add(lower);
        }
    }

    private static String withoutZone(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
