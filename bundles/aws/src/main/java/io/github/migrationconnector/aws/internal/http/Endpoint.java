package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.connection.ProxySettings;
import java.net.URI;
import java.util.Objects;

/**
 * Where HTTPS requests go.
 *
 * @param host name or address
 * @param port TCP port
 * @param authorities whom to trust
 * @param proxy what it is reached through; none for one of its exceptions
 */
public record Endpoint(String host, int port, Authorities authorities, ProxySettings proxy) {
    private static final int HTTPS_PORT = 443;

    public Endpoint {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(authorities, "authorities");
        Objects.requireNonNull(proxy, "proxy");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** Takes an https URL without a path. */
    public static Endpoint of(URI url, Authorities authorities) {
        return of(url, authorities, ProxySettings.NONE);
    }

    /** The same through a proxy, unless the host is among its exceptions. */
    public static Endpoint of(URI url, Authorities authorities, ProxySettings proxy) {
        String path = url.getPath() == null ? "" : url.getPath();
        if (!"https".equals(url.getScheme()) || url.getHost() == null || !(path.isEmpty() || path.equals("/"))) {
            throw new IllegalArgumentException("not an https URL of a host alone: " + url);
        }
        int port = url.getPort() < 0 ? HTTPS_PORT : url.getPort();
        return new Endpoint(url.getHost(), port, authorities, proxy.towards(bare(url.getHost())));
    }

    /** As the Host header has it. */
    public String hostHeader() {
        return port == HTTPS_PORT ? host : host + ":" + port;
    }

    /** The host without the brackets of an IPv6 address. */
    public String address() {
        return bare(host);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return proxy.isNone() ? hostHeader() : hostHeader() + " (by the " + proxy + ")";
    }
}
