package io.github.migrationconnector.api.network;

import java.time.Instant;
import java.util.Objects;

/**
 * An address that is lent (RFC 2131).
 *
 * @param server who lends it; empty for {@link #NONE}
 * @param expires until when, unless it is renewed before
 */
public record DhcpLease(String server, Instant expires) {
    /** The address is not lent, or the system doesn't tell. */
    public static final DhcpLease NONE = new DhcpLease("", Instant.EPOCH);

    public DhcpLease {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(expires, "expires");
    }

    /** Whether there is none. */
    public boolean isNone() {
        return server.isEmpty();
    }
}
