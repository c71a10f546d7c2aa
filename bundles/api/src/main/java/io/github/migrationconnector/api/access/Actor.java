package io.github.migrationconnector.api.access;

import io.github.migrationconnector.api.network.IpText;
import java.util.Objects;

/**
 * Who does something, and from where; every change is written down under it.
 *
 * @param principal who was recognised
 * @param address the network address that the request came from, by RFC 5952 when it is one of IPv6; or a word such as
 *     {@code local}
 */
public record Actor(Principal principal, String address) {
    public Actor {
        Objects.requireNonNull(principal, "principal");
        address = IpText.of(address);
    }

    /** The connector itself, at work without a request. */
    public static Actor connector() {
        return new Actor(new Principal("connector", Role.ADMIN), "local");
    }
}
