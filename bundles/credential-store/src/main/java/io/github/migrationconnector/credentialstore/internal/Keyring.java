package io.github.migrationconnector.credentialstore.internal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The opened keys. */
final class Keyring {
    private static final int FIRST = 1;
    private static final String PLACE = "keyset";

    private final int primary;
    private final Map<Integer, byte[]> keys;

    private Keyring(int primary, Map<Integer, byte[]> keys) {
        this.primary = primary;
        this.keys = Map.copyOf(keys);
    }

    /** With one key, which nobody had before. */
    static Keyring fresh() {
        return new Keyring(FIRST, Map.of(FIRST, SealingKey.freshBytes()));
    }

    /** Opens what was stored. */
    static Keyring opened(SealingKey master, StoredKeyset stored) throws GeneralSecurityException {
        Map<Integer, byte[]> keys = new HashMap<>();
        for (Map.Entry<Integer, Sealed> entry : stored.keys().entrySet()) {
            keys.put(entry.getKey(), master.open(entry.getValue(), PLACE, String.valueOf(entry.getKey())));
        }
        return new Keyring(stored.primary(), keys);
    }

    /** Seals it by a master key, to be stored. */
    StoredKeyset sealed(SealingKey master, Optional<PassphraseKey> passphrase) {
        Map<Integer, Sealed> sealed = new TreeMap<>();
        keys.forEach((number, bytes) -> sealed.put(number, master.seal(bytes, PLACE, String.valueOf(number))));
        return new StoredKeyset(StoredKeyset.FORMAT, primary, sealed, passphrase.orElse(null));
    }

    /** With a new key that seals from now on; the old ones still open. */
    Keyring withNewKey() {
        Map<Integer, byte[]> more = new HashMap<>(keys);
        more.put(primary + 1, SealingKey.freshBytes());
        return new Keyring(primary + 1, more);
    }

    /** Without the keys that seal no longer. */
    Keyring withoutOldKeys() {
        return new Keyring(primary, Map.of(primary, keys.get(primary)));
    }

    int primary() {
        return primary;
    }

    int size() {
        return keys.size();
    }

    SealingKey sealing() {
        return key(primary).orElseThrow();
    }

    Optional<SealingKey> key(int number) {
        return Optional.ofNullable(keys.get(number)).map(SealingKey::new);
    }

    /** Wipes the keys. */
    void wipe() {
        keys.values().forEach(bytes -> Arrays.fill(bytes, (byte) 0));
    }
}
