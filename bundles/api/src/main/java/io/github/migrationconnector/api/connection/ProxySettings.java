package io.github.migrationconnector.api.connection;

import io.github.migrationconnector.api.credential.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP proxy that connections are made through, by CONNECT (RFC 9110, section 9.3.6). It is asked in plain HTTP, so its
 * login can be read between here and the proxy.
 *
 * @param host its name or address; empty for {@link #NONE}
 * @param port its TCP port; 0 for {@link #NONE}
 * @param user the login name (RFC 7617); empty for a proxy that asks for none
 * @param password to that name; an empty secret otherwise
 * @param exceptions hosts that are reached directly, each as {@code NO_PROXY} has it: a name ({@code example.com}, which
 *     stands for the hosts below it too), {@code .example.com} or {@code *.example.com} (those below it alone), an IP
 *     address, an IPv4 network ({@code 10.0.0.0/8}), or {@code *} for all
 */
public record ProxySettings(String host, int port, String user, Secret password, List<String> exceptions) {
    /** Everything is reached directly. */
    public static final ProxySettings NONE = new ProxySettings("", 0, "", Secret.of(""), List.of());

    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern NETWORK = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})/(\\d{1,2})");

    public ProxySettings {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        exceptions = exceptions.stream()
                .map(exception -> exception.strip().toLowerCase(Locale.ROOT))
                .filter(exception -> !exception.isEmpty())
                .toList();
        if (!host.matches("([A-Za-z0-9_.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])?")) {
            throw new IllegalArgumentException("not a host: " + host);
        }
        if (host.isEmpty() ? port != 0 : port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port of the host '" + host + "': " + port);
        }
        if (user.contains(":")) {
            // RFC 7617, section 2: the first colon ends the name
            throw new IllegalArgumentException("the name of a proxy's user has no colon");
        }
        if (user.isEmpty() && !password.isEmpty()) {
            throw new IllegalArgumentException("a proxy's password without a user");
        }
    }

    /** Whether everything is reached directly. */
    public boolean isNone() {
        return host.isEmpty();
    }

    /**
     * What a host is reached through: these settings, or {@link #NONE} when it is among the exceptions.
     *
     * @param target a name or an address, without brackets
     */
    public ProxySettings towards(String target) {
        String wanted = target.toLowerCase(Locale.ROOT);
        return isNone() || exceptions.stream().anyMatch(exception -> excepts(exception, wanted)) ? NONE : this;
    }

    private static boolean excepts(String exception, String target) {
        if (exception.equals("*")) {
            return true;
        }
        Matcher network = NETWORK.matcher(exception);
        if (network.matches()) {
            return inNetwork(network, target);
        }
        boolean belowAlone = exception.startsWith(".") || exception.startsWith("*.");
        String name = exception.replaceFirst("^\\*?\\.", "");
        return target.endsWith("." + name) || (!belowAlone && target.equals(name.replaceAll("[\\[\\]]", "")));
    }

    private static boolean inNetwork(Matcher network, String target) {
        Matcher address = ADDRESS.matcher(target);
        int prefix = Integer.parseInt(network.group(2));
        if (!address.matches() || prefix > Integer.SIZE) {
            return false;
        }
        Matcher base = ADDRESS.matcher(network.group(1));
        long mask = prefix == 0 ? 0 : -1L << (Integer.SIZE - prefix);
        return base.matches() && (number(base) & mask) == (number(address) & mask);
    }

    private static long number(Matcher address) {
        long number = 0;
        for (int part = 1; part <= address.groupCount(); part++) {
            number = number << Byte.SIZE | Integer.parseInt(address.group(part));
        }
        return number;
    }

    /** Without the login. */
    public String address() {
        return isNone() ? "none" : host + ":" + port;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProxySettings proxy
                && host.equals(proxy.host)
                && port == proxy.port
                && user.equals(proxy.user)
                && password.matches(proxy.password)
                && exceptions.equals(proxy.exceptions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, user, exceptions);
    }

    @Override
    public String toString() {
        return "proxy " + address();
    }
}
