package io.github.migrationconnector.api.streaming;

import java.util.Objects;

/**
 * Names the place where snapshots are kept, as on the command line: {@code ebs:}, {@code dir:PATH}, {@code raw:PATH},
 * {@code null:}.
 *
 * @param scheme which target keeps it
 * @param location the place within it; empty for EBS
 */
public record TargetAddress(String scheme, String location) {
    public TargetAddress {
        if (!scheme.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("not a scheme: " + scheme);
        }
        Objects.requireNonNull(location, "location");
    }

    /** Reads {@code SCHEME:LOCATION}; throws IllegalArgumentException for anything else. */
    public static TargetAddress parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not SCHEME:LOCATION: " + text);
        }
        return new TargetAddress(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return scheme + ":" + location;
    }
}
