package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code keyset.json}: the keys that seal records, each sealed by the master key. Several, so that a new one can
 * seal while an old one still opens.
 *
 * @param format 1
 * @param primary the number of the key that seals
 * @param keys number to sealed key
 * @param passphrase how the master key is made of the passphrase; not there when the master key is a file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredKeyset(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) int primary,
        @JsonProperty(required = true) Map<Integer, Sealed> keys,
        PassphraseKey passphrase) {
    static final int FORMAT = 1;

    StoredKeyset {
        keys = Map.copyOf(keys);
        if (format != FORMAT || !keys.containsKey(primary)) {
            throw new IllegalArgumentException("not a keyset of this version");
        }
    }

    Optional<PassphraseKey> byPassphrase() {
        return Optional.ofNullable(passphrase);
    }
}
