package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Objects;

/**
 * The file of a record.
 *
 * @param format 1
 * @param key the number of the key that sealed it
 * @param fields each sealed for the record's id and its own name
 * @param names the names of the fields, sealed for the record's id, so that none can be left out
 */
record StoredRecord(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) int key,
        @JsonProperty(required = true) Map<String, Sealed> fields,
        @JsonProperty(required = true) Sealed names) {
    static final int FORMAT = 1;

    StoredRecord {
        fields = Map.copyOf(fields);
        Objects.requireNonNull(names, "names");
        if (format != FORMAT) {
            throw new IllegalArgumentException("not a record of this version");
        }
    }
}
