package io.github.migrationconnector.vsphere.internal.soap;

import io.github.migrationconnector.api.network.IpText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The names that a certificate is for. Source: RFC 5280, section 4.2.1.6; RFC 6125, section 6.4. */
final class CertificateNames {
    private static final int DNS = 2;
    private static final int IP = 7;
    private static final String ADDRESS = "[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";

    private CertificateNames() {}

    /** Each {@code dns:NAME} or {@code ip:ADDRESS}; none when they can't be read. */
    static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternatives(certificate)) {
            if (name.get(0).equals(DNS)) {
                names.add("dns:" + name.get(1));
            } else if (name.get(0).equals(IP)) {
                names.add("ip:" + IpText.of(String.valueOf(name.get(1))));
            }
        }
        return List.copyOf(names);
    }

    /** Whether a host name or address is among the names. The common name does not count (RFC 9525, section 2). */
    static boolean match(X509Certificate certificate, String host) {
        boolean address = host.matches(ADDRESS);
        for (List<?> name : alternatives(certificate)) {
            if (address && name.get(0).equals(IP) && sameAddress(String.valueOf(name.get(1)), host)) {
                return true;
            }
            if (!address && name.get(0).equals(DNS) && sameName(String.valueOf(name.get(1)), host)) {
                return true;
            }
        }
        return false;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException malformed) {
            return List.of();
        }
    }

    private static boolean sameAddress(String one, String other) {
        try {
            // both are literal addresses, so nothing is looked up
            return one.matches(ADDRESS)
                    && Arrays.equals(
                            InetAddress.getByName(one).getAddress(),
                            InetAddress.getByName(other).getAddress());
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** A wildcard stands for the whole of the leftmost label, and for nothing else. */
    private static boolean sameName(String pattern, String host) {
        String wanted = withoutDot(pattern);
        String name = withoutDot(host);
        if (wanted.startsWith("*.")) {
            int firstDot = name.indexOf('.');
            String parent = wanted.substring(1);
            return firstDot > 0
                    && parent.indexOf('.', 1) > 0
                    && name.substring(firstDot).equals(parent);
        }
        return wanted.equals(name);
    }

    private static String withoutDot(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
