package io.github.migrationconnector.api.keyset;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.credential.Secret;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The keys that seal the stored secrets. For administrators, and written into the audit trail.
 *
 * <p>While it is sealed, reading and writing secrets fails with {@code STORE_SEALED}, retry ON_RESUME.
 */
@ProviderType
public interface Keyset {
    KeysetState state();

    /**
     * Opens the keys until the connector ends. Does nothing when they are open.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code PASSPHRASE_WRONG}, {@code
     *     TOO_MANY_ATTEMPTS}
     */
    KeysetState unseal(Actor actor, Secret passphrase);

    /** Makes a new key, seals every record anew with it, and forgets the old one. Goes on where it was cut short. */
    KeysetState rotate(Actor actor);

    /**
     * From the next start on a passphrase opens the keys, and no file does; the key file is removed.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code PASSWORD_TOO_WEAK}
     */
    KeysetState protectByPassphrase(Actor actor, Secret passphrase);

    /** From now on a fresh key file opens the keys again. */
    KeysetState protectByKeyFile(Actor actor);

    /**
     * All secrets in one document, which the passphrase alone opens.
     *
     * @return UTF-8 text
     */
    byte[] backup(Actor actor, Secret passphrase);

    /**
     * Puts the secrets of a backup in place of what is kept under the same ids; what the backup lacks stays.
     *
     * @return how many records were restored
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code BACKUP_UNREADABLE}: damaged, of an unknown
     *     version, or another passphrase; nothing was changed
     */
    int restore(Actor actor, byte[] backup, Secret passphrase);
}
