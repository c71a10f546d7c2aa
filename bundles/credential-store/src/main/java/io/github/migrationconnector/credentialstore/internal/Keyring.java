package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The opened keys. */
final class Keyring {
    private static final int FIRST = 1;
    private static final String PLACE = "keyset";

    private final int primary;
    private final Map<Integer, SealingKey> keys;

    private Keyring(int primary, Map<Integer, SealingKey> keys) {
        this.primary = primary;
        this.keys = Map.copyOf(keys);
    }

    /** Opens the keyset with the master key, and makes both when there is neither. Never makes one for the other. */
    static Keyring open(DurableFile masterFile, DurableFile keysetFile, JsonMapper json) {
        try {
            if (!masterFile.exists() && !keysetFile.exists()) {
                make(masterFile, keysetFile, json);
            }
            if (!masterFile.exists()) {
                throw Problem.fatal(
                                "CREDENTIAL_KEY_MISSING",
                                "The key file " + masterFile.path() + " is gone; the stored secrets can't be opened.",
                                "Bring the key file back from where it is kept, or remove "
                                        + keysetFile.path().getParent() + " and set up again.")
                        .asException();
            }
            if (masterFile.exposed()) {
                throw Problem.fatal(
                                "CREDENTIAL_KEY_EXPOSED",
                                "Others than its owner may read the key file " + masterFile.path() + ".",
                                "chmod 0400 " + masterFile.path())
                        .asException();
            }
            if (!keysetFile.exists()) {
                // a first start that ended between the two files; there is nothing yet that it could open
                makeKeyset(masterKey(masterFile), keysetFile, json);
            }
            return opened(masterKey(masterFile), json.readValue(keysetFile.read(), StoredKeyset.class));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException failure) {
            throw Problem.fatal(
                            "CREDENTIAL_KEYS_UNUSABLE",
                            "The keys of the credential store can't be opened: " + keysetFile.path()
                                    + " is damaged, or " + masterFile.path() + " is not the key it was sealed with.",
                            "Bring both files back from one backup, or remove "
                                    + keysetFile.path().getParent() + " and set up again.")
                    .asException(failure);
        }
    }

    int primary() {
        return primary;
    }

    SealingKey sealing() {
        return keys.get(primary);
    }

    Optional<SealingKey> key(int number) {
        return Optional.ofNullable(keys.get(number));
    }

    private static void make(DurableFile masterFile, DurableFile keysetFile, JsonMapper json) throws IOException {
        byte[] master = SealingKey.freshBytes();
        masterFile.write(master);
        makeKeyset(new SealingKey(master), keysetFile, json);
        Arrays.fill(master, (byte) 0);
    }

    private static void makeKeyset(SealingKey master, DurableFile keysetFile, JsonMapper json) throws IOException {
        byte[] bytes = SealingKey.freshBytes();
        Sealed sealed = master.seal(bytes, PLACE, String.valueOf(FIRST));
        Arrays.fill(bytes, (byte) 0);
        keysetFile.write(json.writeValueAsBytes(new StoredKeyset(StoredKeyset.FORMAT, FIRST, Map.of(FIRST, sealed))));
    }

    private static SealingKey masterKey(DurableFile masterFile) throws IOException {
        byte[] bytes = masterFile.read();
        SealingKey key = new SealingKey(bytes);
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    private static Keyring opened(SealingKey master, StoredKeyset stored) throws GeneralSecurityException {
        Map<Integer, SealingKey> keys = new HashMap<>();
        for (Map.Entry<Integer, Sealed> entry : stored.keys().entrySet()) {
            byte[] bytes = master.open(entry.getValue(), PLACE, String.valueOf(entry.getKey()));
            keys.put(entry.getKey(), new SealingKey(bytes));
            Arrays.fill(bytes, (byte) 0);
        }
        return new Keyring(stored.primary(), keys);
    }
}
