package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.FullDisk;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of the records, each sealed by a key of the keyring for its own id. */
final class Records {
    private static final String ID = "[a-z0-9][a-z0-9.-]{0,63}";
    private static final String FIELD = "[A-Za-z][A-Za-z0-9]{0,63}";
    private static final String ENDING = ".json";
    private static final String NAMES = "";

    private final Path directory;
    private final Disk disk;
    private final JsonMapper json;

    Records(Path directory, Disk disk, JsonMapper json) {
        this.directory = directory;
        this.disk = disk;
        this.json = json;
    }

    Path directory() {
        return directory;
    }

    /** Of all that are there. */
    List<String> ids() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .filter(id -> id.matches(ID))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw unwritable(directory, failure);
        }
    }

    void write(String id, Map<String, Secret> fields, Keyring keyring) {
        write(id, sealed(id, fields, keyring));
    }

    /** Seals one, and leaves it to the caller to write it. */
    StoredRecord sealed(String id, Map<String, Secret> fields, Keyring keyring) {
        if (!id.matches(ID)) {
            throw new IllegalArgumentException("not the id of a record: " + id);
        }
        SealingKey key = keyring.sealing();
        Map<String, Sealed> sealed = new TreeMap<>();
        fields.forEach((name, secret) -> {
            if (!name.matches(FIELD)) {
                throw new IllegalArgumentException("not a field's name: " + name);
            }
            byte[] plain = secret.toUtf8();
            sealed.put(name, key.seal(plain, id, name));
            Arrays.fill(plain, (byte) 0);
        });
        return new StoredRecord(StoredRecord.FORMAT, keyring.primary(), sealed, key.seal(joined(sealed), id, NAMES));
    }

    void write(String id, StoredRecord stored) {
        DurableFile file = file(id);
        try {
            file.write(json.writeValueAsBytes(stored));
        } catch (IOException failure) {
            throw unwritable(file.path(), failure);
        }
    }

    boolean has(String id) {
        return file(id).exists();
    }

    /** Opens one; empty when there is none. */
    Optional<Map<String, Secret>> read(String id, Keyring keyring) {
        DurableFile file = file(id);
        if (!file.exists()) {
            return Optional.empty();
        }
        try {
            return Optional.of(opened(id, parsed(file.read()), keyring));
        } catch (IOException | IllegalArgumentException failure) {
            throw damaged(id, String.valueOf(failure.getMessage()), failure);
        }
    }

    /** Opens one that was sealed for that id. */
    Map<String, Secret> opened(String id, StoredRecord stored, Keyring keyring) {
        try {
            SealingKey key = keyring.key(stored.key())
                    .orElseThrow(() -> new IOException("it was sealed with key " + stored.key() + ", which is gone"));
            if (!Arrays.equals(key.open(stored.names(), id, NAMES), joined(stored.fields()))) {
                throw new IOException("its fields are not those that were stored");
            }
            Map<String, Secret> fields = new HashMap<>();
            for (Map.Entry<String, Sealed> entry : stored.fields().entrySet()) {
                byte[] plain = key.open(entry.getValue(), id, entry.getKey());
                fields.put(entry.getKey(), Secret.ofUtf8(plain));
                Arrays.fill(plain, (byte) 0);
            }
            return Map.copyOf(fields);
        } catch (GeneralSecurityException wrong) {
            throw damaged(id, "it was changed, copied from another place, or sealed with another key", wrong);
        } catch (IOException | IllegalArgumentException failure) {
            throw damaged(id, String.valueOf(failure.getMessage()), failure);
        }
    }

    /** Whether it was sealed by a key that seals no longer. */
    boolean isOld(String id, Keyring keyring) {
        try {
            return parsed(file(id).read()).key() != keyring.primary();
        } catch (IOException | IllegalArgumentException failure) {
            throw damaged(id, String.valueOf(failure.getMessage()), failure);
        }
    }

    void remove(String id) {
        DurableFile file = file(id);
        try {
            file.remove();
        } catch (IOException failure) {
            throw unwritable(file.path(), failure);
        }
    }

    private StoredRecord parsed(byte[] bytes) throws IOException {
        try {
            JsonNode tree = json.readTree(bytes);
            int format = tree == null ? 0 : tree.path("format").asInt();
            if (format != StoredRecord.FORMAT) {
                throw new IOException(
                        "it is of version " + format + ", and version " + StoredRecord.FORMAT + " is read here");
            }
            return json.treeToValue(tree, StoredRecord.class);
        } catch (JsonProcessingException malformed) {
            // not its own words: they quote what they read
            throw new IOException("it is cut short or no record at all", malformed);
        }
    }

    private DurableFile file(String id) {
        if (!id.matches(ID)) {
            throw new IllegalArgumentException("not the id of a record: " + id);
        }
        return new DurableFile(directory.resolve(id + ENDING), "rw-------", disk);
    }

    private static byte[] joined(Map<String, Sealed> fields) {
        return String.join("\n", new TreeSet<>(fields.keySet())).getBytes(StandardCharsets.UTF_8);
    }

    private ConnectorException damaged(String id, String why, Exception cause) {
        return Problem.fatal(
                        "CREDENTIAL_RECORD_DAMAGED",
                        "The stored credentials " + id + " can't be opened (" + directory.resolve(id + ENDING) + "): "
                                + why + ".",
                        "Set these credentials up again, or restore a backup.")
                .asException(cause);
    }

    private static ConnectorException unwritable(Path path, IOException failure) {
        return new Problem(
                        "CREDENTIAL_STORE_UNWRITABLE",
                        "The credentials can't be stored in " + path + ": " + failure.getMessage(),
                        "Check the free space and the rights of " + path.getParent() + ".",
                        FullDisk.retry(failure))
                .asException(failure);
    }
}
