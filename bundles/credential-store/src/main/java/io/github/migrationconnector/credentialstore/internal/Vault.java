package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.keyset.KeysetState;
import io.github.migrationconnector.api.keyset.KeysetState.Protection;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.credentialstore.internal.KeysetFile.Opened;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The records and their keys; one caller at a time. */
final class Vault {
    private static final String PROOF = "proof";
    /** No secret: it is sealed to see whether that works. */
    private static final Secret SAID = Secret.of("open sesame");

    private static final String KEY_RIGHTS = "r--------";
    private static final String RIGHTS = "rw-------";
    /** A backup has at most 1 MiB; sealed field by field, what is in it may grow. */
    private static final int LARGEST_RESTORE = 1 << 25;

    private final Records records;
    private final KeysetFile keyset;
    private final Backup backup;
    private final Restoration restoration;
    private Optional<Opened> opened = Optional.empty();

    Vault(Path home, Optional<String> keyFile, Disk disk) {
        // of its own: Jackson's shared one would hold this bundle's classes after the bundle was replaced
        LookupCache<Object, JavaType> types = new LRUMap<>(16, 64);
        JsonMapper json = JsonMapper.builder()
                .typeFactory(TypeFactory.defaultInstance().withCache(types))
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        Path root = home.toAbsolutePath();
        Path directory = root.resolve("credentials");
        records = new Records(directory.resolve("records"), disk, json);
        Path key = keyFile.map(Path::of).orElseGet(() -> root.resolve("keys").resolve("master.key"));
        keyset = new KeysetFile(
                new DurableFile(directory.resolve("keyset.json"), RIGHTS, disk),
                new DurableFile(key.toAbsolutePath(), KEY_RIGHTS, disk),
                json);
        backup = new Backup(json);
        restoration = new Restoration(
                new DurableFile(directory.resolve("restore.json"), RIGHTS, disk, LARGEST_RESTORE), records, json);
    }

    synchronized void put(String id, Map<String, Secret> fields) {
        Keyring keyring = keyring();
        restoration.finish();
        records.write(id, fields, keyring);
    }

    synchronized Optional<Map<String, Secret>> get(String id) {
        Optional<StoredRecord> restored = restoration.of(id);
        if (restored.isPresent()) {
            return Optional.of(records.opened(id, restored.get(), keyring()));
        }
        return records.has(id) ? records.read(id, keyring()) : Optional.empty();
    }

    synchronized void remove(String id) {
        restoration.finish();
        records.remove(id);
    }

    synchronized Set<String> ids() {
        return Set.copyOf(records.ids());
    }

    synchronized KeysetState state() {
        Protection protection = keyset.protection();
        if (opened.isEmpty() && protection == Protection.KEY_FILE) {
            keyring();
        }
        int primary = opened.map(open -> open.keyring().primary()).orElse(0);
        int keys = opened.map(open -> open.keyring().size()).orElse(0);
        return new KeysetState(
                protection, opened.isPresent(), primary, keys, records.ids().size());
    }

    /** Whether the passphrase was the one, or was not needed. */
    synchronized boolean unseal(Secret passphrase) {
        if (opened.isEmpty() && keyset.protection() == Protection.PASSPHRASE) {
            opened = keyset.openByPassphrase(passphrase);
        }
        return opened.isPresent() || keyset.protection() == Protection.KEY_FILE;
    }

    synchronized void rotate() {
        Keyring before = keyring();
        if (before.size() == 1) {
            // on disk before a record is sealed with it
            opened = Optional.of(keyset.write(opened.orElseThrow().with(before.withNewKey())));
        }
        finishRotation();
    }

    /** Goes on with a restore or a rotation that was cut short. */
    synchronized void finishRotation() {
        Keyring keyring = keyring();
        // first: what it brings back is sealed by the keys of then
        restoration.finish();
        if (keyring.size() == 1) {
            return;
        }
        Optional<ConnectorException> trouble = Optional.empty();
        for (String id : records.ids()) {
            try {
                if (records.isOld(id, keyring)) {
                    records.write(id, records.read(id, keyring).orElseThrow(), keyring);
                }
            } catch (ConnectorException failure) {
                trouble = Optional.of(failure);
            }
        }
        if (trouble.isPresent()) {
            // the old key stays: it may yet open what could not be opened now
            throw trouble.get();
        }
        opened = Optional.of(keyset.write(opened.orElseThrow().with(keyring.withoutOldKeys())));
    }

    synchronized void protectByPassphrase(Secret passphrase) {
        PassphraseKey.check(passphrase);
        opened = Optional.of(keyset.protectByPassphrase(keyring(), passphrase));
    }

    synchronized void protectByKeyFile() {
        opened = Optional.of(keyset.protectByKeyFile(keyring()));
    }

    synchronized byte[] backup(Secret passphrase) {
        PassphraseKey.check(passphrase);
        Keyring keyring = keyring();
        restoration.finish();
        Map<String, Map<String, Secret>> all = new HashMap<>();
        for (String id : records.ids()) {
            all.put(id, records.read(id, keyring).orElseThrow());
        }
        byte[] document = backup.seal(all, passphrase);
        all.values().forEach(fields -> fields.values().forEach(Secret::close));
        return document;
    }

    synchronized int restore(byte[] document, Secret passphrase) {
        Keyring keyring = keyring();
        restoration.finish();
        Map<String, Map<String, Secret>> all = backup.open(document, passphrase);
        Map<String, StoredRecord> sealed = new HashMap<>();
        all.forEach((id, fields) -> {
            sealed.put(id, records.sealed(id, fields, keyring));
            fields.values().forEach(Secret::close);
        });
        restoration.begin(sealed);
        restoration.finish();
        return all.size();
    }

    /**
     * Seals something that is stored nowhere, and opens it again. Without the passphrase that it waits for, it only sees
     * whether it is still sealed as it should be.
     *
     * @throws ConnectorException when the keys can't be read
     */
    synchronized void prove() {
        if (opened.isEmpty() && keyset.protection() == Protection.PASSPHRASE) {
            return;
        }
        Keyring keyring = keyring();
        Map<String, Secret> back = records.opened(PROOF, records.sealed(PROOF, Map.of(PROOF, SAID), keyring), keyring);
        boolean same = back.get(PROOF).<Boolean>reveal(text -> SAID.<Boolean>reveal(text::equals));
        back.values().forEach(Secret::close);
        if (!same) {
            throw new IllegalStateException("what was sealed is not what is opened");
        }
    }

    synchronized void close() {
        opened.ifPresent(open -> open.keyring().wipe());
        opened = Optional.empty();
    }

    private Keyring keyring() {
        if (opened.isEmpty()) {
            if (!keyset.exists() && !records.ids().isEmpty()) {
                throw Problem.fatal(
                                "CREDENTIAL_KEYS_MISSING",
                                "The file " + keyset.path() + " is gone; the stored secrets can't be opened.",
                                "Bring it back from a backup, or remove " + records.directory()
                                        + ", set up again and restore a backup.")
                        .asException();
            }
            if (keyset.protection() == Protection.PASSPHRASE) {
                throw new Problem(
                                "STORE_SEALED",
                                "The stored secrets are sealed until the passphrase is given.",
                                "Give it: connector credentials unseal",
                                Retry.ON_RESUME)
                        .asException();
            }
            opened = Optional.of(keyset.openByKeyFile());
        }
        return opened.get().keyring();
    }
}
