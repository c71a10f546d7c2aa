package io.github.migrationconnector.api.source;

import java.util.Objects;

/**
 * Names a disk to read, as on the command line: {@code raw:PATH}, {@code vmdk:PATH}, {@code vsphere:VM#DISK}, …
 *
 * @param scheme which {@link DiskSource} reads it, lower case
 * @param location what that source understands, never empty
 */
public record SourceAddress(String scheme, String location) {
    public SourceAddress {
        if (!scheme.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("not a scheme: " + scheme);
        }
        Objects.requireNonNull(location, "location");
        if (location.isEmpty()) {
            throw new IllegalArgumentException("nothing behind '" + scheme + ":'");
        }
    }

    /** Reads {@code SCHEME:LOCATION}; throws IllegalArgumentException for anything else. */
    public static SourceAddress parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not SCHEME:LOCATION: " + text);
        }
        return new SourceAddress(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return scheme + ":" + location;
    }
}
