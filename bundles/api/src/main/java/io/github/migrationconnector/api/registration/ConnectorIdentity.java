package io.github.migrationconnector.api.registration;

import java.util.Objects;

/**
 * This connector.
 *
 * @param id {@code c-} and 17 hex digits, made once per home
 * @param name as its administrator calls it
 */
public record ConnectorIdentity(String id, String name) {
    public ConnectorIdentity {
        if (!id.matches("c-[0-9a-f]{17}")) {
            throw new IllegalArgumentException("not a connector id: " + id);
        }
        Objects.requireNonNull(name, "name");
    }
}
