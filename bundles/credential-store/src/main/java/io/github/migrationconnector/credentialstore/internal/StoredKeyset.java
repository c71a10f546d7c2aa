package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * The file {@code keyset.json}: the keys that seal records, each sealed by the master key. Several, so that a new one can
 * seal while an old one still opens.
 *
 * @param format 1
 * @param primary the number of the key that seals
 * @param keys number to sealed key
 */
record StoredKeyset(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) int primary,
        @JsonProperty(required = true) Map<Integer, Sealed> keys) {
    static final int FORMAT = 1;

    StoredKeyset {
        keys = Map.copyOf(keys);
        if (format != FORMAT || !keys.containsKey(primary)) {
            throw new IllegalArgumentException("not a keyset of this version");
        }
    }
}
