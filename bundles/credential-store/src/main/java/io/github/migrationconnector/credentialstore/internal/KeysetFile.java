package io.github.migrationconnector.credentialstore.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.keyset.KeysetState.Protection;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.FullDisk;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The keyset on disk, and what opens it: the key file, or a passphrase. Each change is one write of the keyset, so that it
 * is opened by the one or by the other; the key file is written before that, and removed behind it.
 */
final class KeysetFile {
    private final DurableFile keyset;
    private final DurableFile keyFile;
    private final JsonMapper json;

    KeysetFile(DurableFile keyset, DurableFile keyFile, JsonMapper json) {
        this.keyset = keyset;
        this.keyFile = keyFile;
        this.json = json;
    }

    boolean exists() {
        return keyset.exists();
    }

    Path path() {
        return keyset.path();
    }

    Protection protection() {
        return !keyset.exists() || stored().byPassphrase().isEmpty() ? Protection.KEY_FILE : Protection.PASSPHRASE;
    }

    /** Opens with the key file, and makes both when there is neither. Never makes one for the other. */
    Opened openByKeyFile() {
        try {
            if (!keyFile.exists() && !keyset.exists()) {
                writeKeyFile();
            }
            if (!keyFile.exists()) {
                throw Problem.fatal(
                                "CREDENTIAL_KEY_MISSING",
                                "The key file " + keyFile.path() + " is gone; the stored secrets can't be opened.",
                                "Bring the key file back from where it is kept, or remove "
                                        + keyset.path().getParent() + ", set up again and restore a backup.")
                        .asException();
            }
            if (keyFile.exposed()) {
                throw Problem.fatal(
                                "CREDENTIAL_KEY_EXPOSED",
                                "Others than its owner may read the key file " + keyFile.path() + ".",
                                "chmod 0400 " + keyFile.path())
                        .asException();
            }
            SealingKey master = readKeyFile();
            if (!keyset.exists()) {
                // a first start that ended between the two files; there is nothing yet that it could open
                return write(new Opened(Keyring.fresh(), master, Optional.empty()));
            }
            return new Opened(Keyring.opened(master, stored()), master, Optional.empty());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException failure) {
            throw unusable(failure);
        }
    }

    /** Opens with the passphrase; empty when it is not the one. */
    Optional<Opened> openByPassphrase(Secret passphrase) {
        StoredKeyset stored = stored();
        PassphraseKey derivation = stored.byPassphrase().orElseThrow();
        SealingKey master = derivation.of(passphrase);
        try {
            Opened opened = new Opened(Keyring.opened(master, stored), master, Optional.of(derivation));
            // left by a change of the protection that was cut short; it opens nothing
            keyFile.remove();
            return Optional.of(opened);
        } catch (GeneralSecurityException wrong) {
            return Optional.empty();
        } catch (IOException failure) {
            throw unusable(failure);
        }
    }

    /** Stores other keys under the same master key. */
    Opened write(Opened opened) {
        try {
            keyset.write(json.writeValueAsBytes(opened.keyring().sealed(opened.master(), opened.passphrase())));
            return opened;
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    Opened protectByPassphrase(Keyring keyring, Secret passphrase) {
        PassphraseKey derivation = PassphraseKey.fresh();
        Opened opened = write(new Opened(keyring, derivation.of(passphrase), Optional.of(derivation)));
        try {
            keyFile.remove();
            return opened;
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    Opened protectByKeyFile(Keyring keyring) {
        try {
            writeKeyFile();
            return write(new Opened(keyring, readKeyFile(), Optional.empty()));
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private void writeKeyFile() throws IOException {
        byte[] master = SealingKey.freshBytes();
        keyFile.write(master);
        Arrays.fill(master, (byte) 0);
    }

    private SealingKey readKeyFile() throws IOException {
        byte[] bytes = keyFile.read();
        SealingKey key = new SealingKey(bytes);
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    private StoredKeyset stored() {
        try {
            JsonNode tree = json.readTree(keyset.read());
            int format = tree == null ? 0 : tree.path("format").asInt();
            if (format > StoredKeyset.FORMAT) {
                throw younger(format);
            }
            return json.treeToValue(tree, StoredKeyset.class);
        } catch (IOException | IllegalArgumentException failure) {
            throw unusable(failure);
        }
    }

    private ConnectorException unusable(Exception cause) {
        return Problem.fatal(
                        "CREDENTIAL_KEYS_UNUSABLE",
                        "The keys of the credential store can't be opened: " + keyset.path()
                                + " is damaged, or " + keyFile.path()
                                + " is not the key it was sealed with.",
                        "Bring both files back from one backup, or remove "
                                + keyset.path().getParent() + ", set up again and restore a backup.")
                .asException(cause);
    }

    private ConnectorException younger(int format) {
        return Problem.fatal(
                        "CREDENTIAL_KEYS_UNUSABLE",
                        "The keys of the credential store can't be opened: " + keyset.path() + " is of version "
                                + format + ", and version " + StoredKeyset.FORMAT + " is read here.",
                        "Start the connector that wrote it, or a younger one.")
                .asException();
    }

    private ConnectorException unwritable(IOException failure) {
        return new Problem(
                        "CREDENTIAL_STORE_UNWRITABLE",
                        "The keys can't be stored in " + keyset.path() + " or " + keyFile.path() + ": "
                                + failure.getMessage(),
                        "Check the free space and the rights of both directories.",
                        FullDisk.retry(failure))
                .asException(failure);
    }

    /**
     * Keys that are open.
     *
     * @param keyring the keys
     * @param master what seals them on disk
     * @param passphrase how the master key was made; empty when it is a file
     */
    record Opened(Keyring keyring, SealingKey master, Optional<PassphraseKey> passphrase) {
        Opened with(Keyring other) {
            return new Opened(other, master, passphrase);
        }

        @Override
        public String toString() {
            return "keys";
        }
    }
}
