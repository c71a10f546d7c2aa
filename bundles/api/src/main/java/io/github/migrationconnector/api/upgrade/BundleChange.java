package io.github.migrationconnector.api.upgrade;

import java.util.Objects;

/**
 * What an upgrade does to one bundle.
 *
 * @param name its symbolic name
 * @param kind whether it comes, changes or goes
 * @param fromVersion its version before; empty when it was not there
 * @param toVersion its version afterwards; empty when it is gone
 * @param way how it comes into force
 */
public record BundleChange(String name, ChangeKind kind, String fromVersion, String toVersion, ChangeWay way) {
    public BundleChange {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a bundle without a name");
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(way, "way");
        if (fromVersion.isEmpty() != (kind == ChangeKind.ADDED)
                || toVersion.isEmpty() != (kind == ChangeKind.REMOVED)) {
            throw new IllegalArgumentException(
                    kind + " does not go from '" + fromVersion + "' to '" + toVersion + "': " + name);
        }
    }
}
