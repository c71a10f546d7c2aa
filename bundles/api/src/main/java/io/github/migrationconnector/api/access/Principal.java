package io.github.migrationconnector.api.access;

import java.util.Objects;

/**
 * Somebody who was recognised.
 *
 * @param name the user's name, or the token's
 * @param role what they may do
 */
public record Principal(String name, Role role) {
    /**
     * The menu on the machine's console. No user's name, since it has a space. A face lets it do what its own list says of
     * the menu; one that has no such list sees a viewer.
     */
    public static final Principal CONSOLE_MENU = new Principal("console menu", Role.VIEWER);

    public Principal {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
    }
}
