package io.github.migrationconnector.api.keyset;

import java.util.Objects;

/**
 * How the stored secrets are protected.
 *
 * @param protection what opens the keys
 * @param unsealed whether secrets can be read now
 * @param primary the number of the key that seals what is written; 0 while sealed
 * @param keys how many keys there are: more than one only while records move to the new one; 0 while sealed
 * @param records how many records are kept
 */
public record KeysetState(Protection protection, boolean unsealed, int primary, int keys, int records) {
    /** What opens the keys. */
    public enum Protection {
        /** A file; the connector starts without a person. */
        KEY_FILE,
        /** A passphrase, which a person gives at each start. */
        PASSPHRASE
    }

    public KeysetState {
        Objects.requireNonNull(protection, "protection");
    }
}
