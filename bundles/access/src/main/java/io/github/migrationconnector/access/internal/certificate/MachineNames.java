package io.github.migrationconnector.access.internal.certificate;

import io.github.migrationconnector.api.network.IpText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * By what a browser may call a machine.
 *
 * @param names DNS names, in lower case
 * @param addresses numeric, without zones; those of IPv6 by RFC 5952
 */
public record MachineNames(List<String> names, List<String> addresses) {
    private static final String DNS = "dns:";
    private static final String IP = "ip:";

    /** RFC 1123, section 2.1; an authority may give a wildcard (RFC 6125, section 6.4.3). */
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*");
    private static final int MOST = 64;

    public MachineNames {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
        if (names.isEmpty() && addresses.isEmpty()) {
            throw new IllegalArgumentException("a machine that can't be called");
        }
    }

    /**
     * Of this machine.
     *
     * @param configured the names that were configured for it
     * @param own those that name servers have for it
     */
    public static MachineNames ofThisOne(Collection<String> configured, Collection<String> own) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> addresses = new LinkedHashSet<>();
        configured.forEach(name -> addName(names, name));
        own.forEach(name -> addName(names, name));
        names.add("localhost");
        addresses.addAll(List.of("127.0.0.1", "::1"));
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(network.getInetAddresses())) {
                    if (addresses.size() < MOST) {
                        addresses.add(IpText.of(address));
                    }
                }
            }
        } catch (IOException unknown) {
            // the loopback addresses stay
        }
        return new MachineNames(List.copyOf(names), List.copyOf(addresses));
    }

    /** Those that somebody typed. */
    static MachineNames typed(List<String> typed) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> addresses = new LinkedHashSet<>();
        for (String one : typed) {
            String plain = one.strip().toLowerCase(Locale.ROOT);
            String value =
                    plain.startsWith(DNS) || plain.startsWith(IP) ? plain.substring(plain.indexOf(':') + 1) : plain;
            if (ADDRESS.matcher(value).matches()) {
                addresses.add(address(value, one));
            } else if (NAME.matcher(value).matches()) {
                names.add(value);
            } else {
                throw CertificateProblems.badName(one);
            }
        }
        if (names.size() + addresses.size() > MOST) {
            throw CertificateProblems.badName("more than " + MOST + " names");
        }
        return new MachineNames(List.copyOf(names), List.copyOf(addresses));
    }

    /** Each {@code dns:NAME} or {@code ip:ADDRESS}. */
    public List<String> written() {
        Set<String> all = new LinkedHashSet<>();
        names.forEach(name -> all.add(DNS + name));
        addresses.forEach(address -> all.add(IP + address));
        return List.copyOf(all);
    }

    /** Those that a certificate with some names is not for; a wildcard stands for the whole of the leftmost label. */
    public List<String> missingFrom(List<String> certified) {
        return written().stream()
                .filter(name -> !certified.contains(name) && !certified.contains(wildcard(name)))
                .toList();
    }

    private static String wildcard(String written) {
        int dot = written.indexOf('.');
        return written.startsWith(DNS) && dot > 0 ? DNS + "*" + written.substring(dot) : written;
    }

    /** What stands in the subject: a name if there is one. */
    String first() {
        return names.isEmpty() ? addresses.get(0) : names.get(0);
    }

    /** A literal address; nothing is looked up. */
    private static String address(String value, String typed) {
        try {
            return IpText.of(InetAddress.getByName(value));
        } catch (UnknownHostException malformed) {
            throw CertificateProblems.badName(typed);
        }
    }

    private static void addName(Set<String> names, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (NAME.matcher(lower).matches() && !ADDRESS.matcher(lower).matches()) {
            names.add(lower);
        }
    }
}
