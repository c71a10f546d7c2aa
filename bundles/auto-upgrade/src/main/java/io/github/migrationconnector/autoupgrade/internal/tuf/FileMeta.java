package io.github.migrationconnector.autoupgrade.internal.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.autoupgrade.internal.Refusals;

/**
 * What metadata say of another file of metadata (specification 1.0.33, section 4.4).
 *
 * @param version from 1 on
 * @param lengthBytes its length; -1 when they don't say
 * @param sha256 its digest; empty when they don't say
 */
record FileMeta(long version, long lengthBytes, String sha256) {
    static FileMeta of(SignedMetadata metadata, String fileName) {
        JsonNode said = metadata.signed().path("meta").path(fileName);
        try {
            JsonFields fields = new JsonFields(said);
            long length = said.has("length") ? fields.count("length") : -1;
            return new FileMeta(
                    fields.version("version"),
                    length,
                    said.path("hashes").path("sha256").asText());
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed("the " + metadata.role().word() + " metadata", fileName + ": " + e.getMessage());
        }
    }

    /** The most that may be read of the file. */
    int mostBytes(Role role) {
        return lengthBytes < 0 ? role.mostBytes() : (int) Math.min(lengthBytes, role.mostBytes());
    }

    /** Refuses other bytes than those that are meant. */
    void check(String what, byte[] bytes) {
        if (lengthBytes >= 0 && bytes.length < lengthBytes) {
            throw Refusals.truncated(what, bytes.length, lengthBytes);
        }
        if (!sha256.isEmpty() && !Digests.sha256(bytes).equals(sha256)) {
            throw Refusals.mixed(what, "its SHA-256 is not the one that the release says");
        }
    }
}
