package io.github.migrationconnector.api.connectivity;

/** The steps to an endpoint, in their order. */
public enum ConnectivityStep {
    /** The name, or the proxy's, becomes an address. */
    DNS,
    /** A TCP connection, to the endpoint or to the proxy. */
    TCP,
    /** The proxy lets through. Only when there is one. */
    PROXY,
    /** The other end shows a certificate that is trusted. */
    TLS,
    /** The other end knows the credentials. */
    LOGIN
}
