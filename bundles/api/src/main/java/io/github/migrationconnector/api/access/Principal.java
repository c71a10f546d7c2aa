package io.github.migrationconnector.api.access;

import java.util.Objects;

/**
 * Somebody who was recognised.
 *
 * @param name the user's name, or the token's
 * @param role what they may do
 */
public record Principal(String name, Role role) {
    public Principal {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
    }
}
