package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.FullDisk;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The records of a backup that is being taken back: one file, already sealed by the keys of this store. Once it is written
 * the restore is made, whatever happens: who reads a record finds the one that stands here, and the records' own files follow,
 * after the next start if need be.
 */
final class Restoration {
    private static final int FORMAT = 1;

    private final DurableFile file;
    private final Records records;
    private final JsonMapper json;

    Restoration(DurableFile file, Records records, JsonMapper json) {
        this.file = file;
        this.records = records;
        this.json = json;
    }

    /** From when this returns on, all of them are in force. */
    void begin(Map<String, StoredRecord> sealed) {
        try {
            file.write(json.writeValueAsBytes(new Document(FORMAT, sealed)));
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /** Brings what was taken back into the records' own files; nothing to do when no restore was cut short. */
    void finish() {
        if (!file.exists()) {
            return;
        }
        stored().records().forEach(records::write);
        try {
            file.remove();
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /** A record that has not reached its own file yet. */
    Optional<StoredRecord> of(String id) {
        return file.exists() ? Optional.ofNullable(stored().records().get(id)) : Optional.empty();
    }

    private Document stored() {
        try {
            return json.readValue(file.read(), Document.class);
        } catch (IOException | IllegalArgumentException failure) {
            // not the parser's own words: they quote what they read
            throw Problem.fatal(
                            "CREDENTIAL_RESTORE_DAMAGED",
                            "A restore was cut short, and what it was to bring back can't be read: " + file.path()
                                    + ".",
                            "Remove that file, and restore the backup again: connector credentials restore.")
                    .asException(failure);
        }
    }

    private ConnectorException unwritable(IOException failure) {
        return new Problem(
                        "CREDENTIAL_STORE_UNWRITABLE",
                        "The credentials can't be stored in " + file.path() + ": " + failure.getMessage(),
                        "Check the free space and the rights of " + file.path().getParent() + ".",
                        FullDisk.retry(failure))
                .asException(failure);
    }

    /**
     * The file.
     *
     * @param format 1
     * @param records by their ids
     */
    record Document(
            @JsonProperty(required = true) int format,
            @JsonProperty(required = true) Map<String, StoredRecord> records) {
        Document {
            records = new TreeMap<>(records);
            if (format != FORMAT) {
                throw new IllegalArgumentException("not a restore of this version");
            }
        }
    }
}
