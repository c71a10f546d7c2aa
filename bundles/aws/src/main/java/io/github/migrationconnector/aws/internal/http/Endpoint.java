package io.github.migrationconnector.aws.internal.http;

import java.net.URI;
import java.util.Objects;

/**
 * Where HTTPS requests go.
 *
 * @param host name or address
 * @param port TCP port
 * @param authorities whom to trust
 */
public record Endpoint(String host, int port, Authorities authorities) {
    private static final int HTTPS_PORT = 443;

    public Endpoint {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(authorities, "authorities");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** Takes an https URL without a path. */
    public static Endpoint of(URI url, Authorities authorities) {
        String path = url.getPath() == null ? "" : url.getPath();
        if (!"https".equals(url.getScheme()) || url.getHost() == null || !(path.isEmpty() || path.equals("/"))) {
            throw new IllegalArgumentException("not an https URL of a host alone: " + url);
        }
        return new Endpoint(url.getHost(), url.getPort() < 0 ? HTTPS_PORT : url.getPort(), authorities);
    }

    /** As the Host header has it. */
    public String hostHeader() {
        return port == HTTPS_PORT ? host : host + ":" + port;
    }

    /** The host without the brackets of an IPv6 address. */
    String address() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return hostHeader();
    }
}
