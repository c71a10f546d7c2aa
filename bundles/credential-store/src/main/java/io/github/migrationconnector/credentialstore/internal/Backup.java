package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All records in one document, sealed by a key that is made of a passphrase and of nothing else. The version and the costs
 * of the passphrase's key are part of what is authenticated.
 */
final class Backup {
    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 1 << 20;

    private final JsonMapper json;

    Backup(JsonMapper json) {
        this.json = json;
    }

    byte[] seal(Map<String, Map<String, Secret>> records, Secret passphrase) {
        ObjectNode content = json.createObjectNode();
        new TreeMap<>(records).forEach((id, fields) -> {
            ObjectNode one = content.putObject(id);
            new TreeMap<>(fields).forEach((name, secret) -> one.put(name, secret.<String>reveal(text -> text)));
        });
        PassphraseKey derivation = PassphraseKey.fresh();
        try {
            byte[] plain = json.writeValueAsBytes(content);
            Sealed sealed = derivation.of(passphrase).seal(plain, place(FORMAT, derivation));
            Arrays.fill(plain, (byte) 0);
            return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Document(FORMAT, derivation, sealed));
        } catch (IOException impossible) {
            throw new IllegalStateException("a tree that can't be written", impossible);
        }
    }

    Map<String, Map<String, Secret>> open(byte[] document, Secret passphrase) {
        if (document.length > MAX_BYTES) {
            throw unreadable("it is too large", new IOException("more than " + MAX_BYTES + " bytes"));
        }
        try {
            JsonNode tree = json.readTree(document);
            int format = tree == null ? 0 : tree.path("format").asInt();
            if (format != FORMAT) {
                throw unreadable(
                        "it is of version " + format + ", and version " + FORMAT + " is read here",
                        new IOException("another version"));
            }
            Document stored = json.treeToValue(tree, Document.class);
            byte[] plain = stored.passphrase()
                    .of(passphrase)
                    .open(stored.sealed(), place(stored.format(), stored.passphrase()));
            Map<String, Map<String, Secret>> records = new HashMap<>();
            json.readTree(plain)
                    .fields()
                    .forEachRemaining(entry -> records.put(entry.getKey(), fields(entry.getValue())));
            Arrays.fill(plain, (byte) 0);
            return records;
        } catch (GeneralSecurityException wrong) {
            throw unreadable("the passphrase is another, or it was changed", wrong);
        } catch (IOException | IllegalArgumentException failure) {
            throw unreadable("it is cut short or no backup at all", failure);
        }
    }

    private static Map<String, Secret> fields(JsonNode node) {
        Map<String, Secret> fields = new HashMap<>();
        node.fields()
                .forEachRemaining(field ->
                        fields.put(field.getKey(), Secret.of(field.getValue().asText())));
        return fields;
    }

    private static String[] place(int format, PassphraseKey key) {
        return new String[] {
            "backup",
            String.valueOf(format),
            key.salt(),
            String.valueOf(key.memoryKib()),
            String.valueOf(key.passes()),
            String.valueOf(key.lanes())
        };
    }

    private static ConnectorException unreadable(String why, Exception cause) {
        return Problem.fatal(
                        "BACKUP_UNREADABLE",
                        "The backup can't be opened: " + why + ".",
                        "Take the file as it was written, and the passphrase it was made with. Nothing was changed.")
                .asException(cause);
    }

    /**
     * The file.
     *
     * @param format 1
     * @param passphrase how the key is made
     * @param sealed the records
     */
    record Document(
            @JsonProperty(required = true) int format,
            @JsonProperty(required = true) PassphraseKey passphrase,
            @JsonProperty(required = true) Sealed sealed) {}
}
