package io.github.migrationconnector.launcher.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Where the daemon listens.
 *
 * @param bind an address of this host, or the wildcard
 * @param port 1 to 65535
 */
record HttpsAddress(InetAddress bind, int port) {
    /** 8443 is what applications take that may not have 443 (IANA: pcsync-https). */
    static final int DEFAULT_PORT = 8443;

    static final String DEFAULT_BIND = "0.0.0.0";

    private static final int HIGHEST_PORT = 65_535;

    HttpsAddress {
        Objects.requireNonNull(bind, "bind");
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /** Reads both as a person wrote them. */
    static HttpsAddress parse(String bind, String port) {
        int number;
        try {
            number = Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a port: " + port, e);
        }
        try {
            return new HttpsAddress(InetAddress.getByName(bind), number);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address of this host: " + bind, e);
        }
    }

    HttpsAddress withPort(int other) {
        return new HttpsAddress(bind, other);
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(bind, port);
    }

    /** Where a client on this host reaches it. */
    InetSocketAddress localSocket() {
        return new InetSocketAddress(bind.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bind, port);
    }

    /** The URL that a client on this host uses, without a slash at its end. */
    String localUrl() {
        return url(localSocket().getAddress());
    }

    /** The URL to tell a person, who may sit elsewhere. */
    String publicUrl() {
        try {
            return bind.isAnyLocalAddress()
                    ? "https://" + InetAddress.getLocalHost().getHostName() + ":" + port
                    : url(bind);
        } catch (UnknownHostException e) {
            return localUrl();
        }
    }

    private String url(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        String plain = zone < 0 ? host : host.substring(0, zone);
        return "https://" + (plain.contains(":") ? "[" + plain + "]" : plain) + ":" + port;
    }
}
