package io.github.migrationconnector.diskfiles.internal.ova;

import io.github.migrationconnector.api.source.Extent;
import java.util.Objects;
import java.util.Optional;

/**
 * A disk's file in an archive, or a chunk of it.
 *
 * @param name in the archive
 * @param place where it lies there
 * @param digest what the manifest says of it; empty without a manifest
 */
public record OvaPart(String name, Extent place, Optional<OvaManifest.Entry> digest) {
    public OvaPart {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(digest, "digest");
    }
}
