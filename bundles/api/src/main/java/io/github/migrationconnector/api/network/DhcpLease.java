package io.github.migrationconnector.api.network;

import java.time.Instant;
import java.util.Objects;

/**
 * An address that is lent (RFC 2131).
 *
 * @param server who lends it
 * @param expires until when, unless it is renewed before
 */
public record DhcpLease(String server, Instant expires) {
    public DhcpLease {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(expires, "expires");
    }
}
