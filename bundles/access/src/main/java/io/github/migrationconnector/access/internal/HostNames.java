package io.github.migrationconnector.access.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names by which this connector may be called. A foreign name would be one that its owner pointed at this address, to
 * make a browser take his pages for ours (DNS rebinding); an address can't be pointed elsewhere, so every address will do.
 */
final class HostNames {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final Set<String> names = new HashSet<>();

    HostNames(Collection<String> own) {
        names.add("localhost");
        own.forEach(name -> names.add(normal(name)));
    }

    /** With the machine's own name. */
    static HostNames ofThisMachine(Collection<String> configured) {
        Set<String> own = new HashSet<>(configured);
        try {
            own.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            // then nobody can call it by that name either
        }
        return new HostNames(own);
    }

    /** Whether {@code HOST:PORT} is ours. */
    boolean include(String authority) {
        int port = authority.lastIndexOf(':');
        String host = normal(port < 0 ? authority : authority.substring(0, port));
        return names.contains(host) || ADDRESS.matcher(host).matches();
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
