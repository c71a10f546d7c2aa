package io.github.migrationconnector.vmdk;

import java.util.Objects;

/**
 * What lies at an offset of a layer, and how far the same goes on.
 *
 * @param kind what
 * @param lengthBytes how far, at least 1; what follows may be of the same kind
 */
public record Run(Kind kind, long lengthBytes) {
    /** How a layer knows bytes. */
    public enum Kind {
        /** They are in the layer's file. */
        STORED,
        /** They are zeros, whatever lies below. */
        ZEROS,
        /** The layer knows nothing of them: they are the parent's, or zeros without one. */
        ABSENT
    }

    public Run {
        Objects.requireNonNull(kind, "kind");
        if (lengthBytes < 1) {
            throw new IllegalArgumentException("a run of " + lengthBytes + " bytes");
        }
    }
}
