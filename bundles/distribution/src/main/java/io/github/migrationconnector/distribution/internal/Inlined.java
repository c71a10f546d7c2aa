package io.github.migrationconnector.distribution.internal;

import java.util.Objects;

/**
 * A library whose classes were unpacked into a bundle of this project.
 *
 * @param licence SPDX identifier, or {@code own} for classes of this project that stand in for a library
 * @param bundle the bundle's artifact
 * @param packagePath how its classes' paths begin, such as {@code org/jdbi/}
 * @param library its name and version
 */
record Inlined(String licence, String bundle, String packagePath, String library) {
    Inlined {
        Objects.requireNonNull(licence, "licence");
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(packagePath, "packagePath");
        Objects.requireNonNull(library, "library");
    }

    boolean isOwn() {
        return licence.equals("own");
    }
}
