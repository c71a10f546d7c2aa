package io.github.migrationconnector.api.trust;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens with TLS.
 *
 * @param host name or address, in lower case, without the brackets of IPv6
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {
    public static final int HTTPS = 443;

    /** As people type or copy it; the path is that of vCenter's SOAP endpoint or its start page. */
    private static final Pattern TYPED = Pattern.compile("(?:https://)?"
            + "(?:(?<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\\.?)|\\[(?<ipv6>[0-9a-f:.]{2,45})])"
            + "(?::(?<port>[0-9]{1,5}))?(?:/|/sdk/?|/ui/?)?");

    private static final int HIGHEST_PORT = 65_535;

    public ServerAddress {
        Objects.requireNonNull(host, "host");
        if (host.isEmpty() || port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a host and a port");
        }
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        if (URI.create("https://" + written).getHost() == null) {
            throw new IllegalArgumentException("no host name");
        }
    }

    /**
     * Reads {@code HOST}, {@code HOST:PORT}, {@code [IPv6]:PORT}, with or without {@code https://} before and {@code /sdk} or
     * {@code /ui} behind it.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static ServerAddress parse(String typed) {
        Matcher parts = TYPED.matcher(typed.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new IllegalArgumentException("not HOST or HOST:PORT");
        }
        String host = Objects.requireNonNullElseGet(parts.group("host"), () -> parts.group("ipv6"));
        String port = parts.group("port");
        return new ServerAddress(host, port == null ? HTTPS : Integer.parseInt(port));
    }

    /** Of the server that an https URL names. */
    public static ServerAddress of(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        return new ServerAddress(host, url.getPort() < 0 ? HTTPS : url.getPort());
    }

    /** vCenter's SOAP endpoint there: {@code https://HOST[:PORT]/sdk}. */
    public URI sdk() {
        return URI.create("https://" + this + "/sdk");
    }

    /** As people write it: the port only when it is not 443. */
    @Override
    public String toString() {
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == HTTPS ? written : written + ":" + port;
    }
}
