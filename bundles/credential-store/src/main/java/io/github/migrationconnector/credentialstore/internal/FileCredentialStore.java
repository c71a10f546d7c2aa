package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file a record, under {@code credentials/} in the home. Sealed with a key that is itself sealed with the master key, a
 * file that may lie elsewhere ({@code connector.keyfile}). Without a place for the key that the disk's thief lacks, this
 * protects backups and log bundles, not the whole disk.
 */
@Component(service = CredentialStore.class, immediate = true)
public final class FileCredentialStore implements CredentialStore {
    private static final Logger log = LoggerFactory.getLogger(FileCredentialStore.class);
    private static final String ID = "[a-z0-9][a-z0-9.-]{0,63}";
    private static final String FIELD = "[A-Za-z][A-Za-z0-9]{0,63}";
    private static final String NAMES = "";

    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private final Path records;
    private final DurableFile masterFile;
    private final DurableFile keysetFile;
    private Optional<Keyring> opened = Optional.empty();

    @Activate
    public FileCredentialStore(BundleContext context) {
        this(required(context, "connector.home"), Optional.ofNullable(context.getProperty("connector.keyfile")));
        try {
            keyring();
        } catch (ConnectorException failure) {
            // the service stays: whoever asks it for a secret gets this answer, not a service that never comes
            log.error("{} {}", failure.problem().message(), failure.problem().fix(), failure);
        }
    }

    FileCredentialStore(Path home, Optional<String> keyFile) {
        Path root = home.toAbsolutePath();
        Path directory = root.resolve("credentials");
        records = directory.resolve("records");
        keysetFile = new DurableFile(directory.resolve("keyset.json"), "rw-------");
        masterFile = new DurableFile(
                keyFile.map(Path::of).orElseGet(() -> root.resolve("keys").resolve("master.key")), "r--------");
    }

    @Override
    public synchronized void put(String id, Map<String, Secret> fields) {
        DurableFile file = file(id);
        Keyring keyring = keyring();
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
        StoredRecord stored =
                new StoredRecord(StoredRecord.FORMAT, keyring.primary(), sealed, key.seal(joined(sealed), id, NAMES));
        try {
            file.write(json.writeValueAsBytes(stored));
        } catch (IOException failure) {
            throw unwritable(file, failure);
        }
    }

    @Override
    public synchronized Optional<Map<String, Secret>> get(String id, String purpose) {
        DurableFile file = file(id);
        if (!file.exists()) {
            return Optional.empty();
        }
        try {
            StoredRecord stored = json.readValue(file.read(), StoredRecord.class);
            SealingKey key = keyring()
                    .key(stored.key())
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
            log.info("The credentials {} were read: {}", id, purpose);
            return Optional.of(Map.copyOf(fields));
        } catch (IOException | GeneralSecurityException failure) {
            throw Problem.fatal(
                            "CREDENTIAL_RECORD_DAMAGED",
                            "The stored credentials " + id + " can't be opened: " + file.path()
                                    + " was damaged, changed, or copied from elsewhere.",
                            "Set these credentials up again.")
                    .asException(failure);
        }
    }

    @Override
    public synchronized void remove(String id) {
        DurableFile file = file(id);
        try {
            file.remove();
        } catch (IOException failure) {
            throw unwritable(file, failure);
        }
    }

    private DurableFile file(String id) {
        if (!id.matches(ID)) {
            throw new IllegalArgumentException("not the id of a record: " + id);
        }
        return new DurableFile(records.resolve(id + ".json"), "rw-------");
    }

    private Keyring keyring() {
        if (opened.isEmpty()) {
            if (!keysetFile.exists() && holdsRecords()) {
                throw Problem.fatal(
                                "CREDENTIAL_KEYS_MISSING",
                                "The file " + keysetFile.path() + " is gone; the stored secrets can't be opened.",
                                "Bring it back from a backup, or remove " + records + " and set up again.")
                        .asException();
            }
            opened = Optional.of(Keyring.open(masterFile, keysetFile, json));
        }
        return opened.get();
    }

    private boolean holdsRecords() {
        String[] names = records.toFile().list((directory, name) -> name.endsWith(".json"));
        return Files.isDirectory(records) && names != null && names.length > 0;
    }

    private static byte[] joined(Map<String, Sealed> fields) {
        return String.join("\n", new TreeSet<>(fields.keySet())).getBytes(StandardCharsets.UTF_8);
    }

    private static ConnectorException unwritable(DurableFile file, IOException failure) {
        return Problem.fatal(
                        "CREDENTIAL_STORE_UNWRITABLE",
                        "The credentials can't be stored in " + file.path() + ": " + failure.getMessage(),
                        "Check the free space and the rights of " + file.path().getParent() + ".")
                .asException(failure);
    }

    private static Path required(BundleContext context, String property) {
        String value = context.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the framework property " + property + " is not set");
        }
        return Path.of(value);
    }
}
