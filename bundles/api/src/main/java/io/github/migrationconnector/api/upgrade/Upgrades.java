package io.github.migrationconnector.api.upgrade;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Upgrades in place. A release is trusted by the metadata of The Update Framework that comes with it, never by where it
 * came from.
 *
 * <p>Refusals are {@link io.github.migrationconnector.api.problem.ConnectorException}s whose codes begin with {@code
 * UPGRADE_}; the set in force runs on.
 */
@ProviderType
public interface Upgrades {
    /** Where upgrades stand. */
    UpgradeStatus status();

    /**
     * Verifies a source and says what it would change. Changes nothing but the remembered versions of the metadata.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code UPGRADE_UNDER_WAY} while an upgrade is,
     *     {@code UPGRADE_NO_PREVIOUS_SET}, {@code UPGRADE_NOT_UPLOADED}
     */
    UpgradePlan plan(UpgradeSource source);

    /**
     * Verifies a source, and begins to put it in force; {@link #status()} tells how it goes on.
     *
     * @param acceptLoss also when what is recorded in the store will or may be lost: going back by a copy of it, or going on
     *     without a way back
     * @throws io.github.migrationconnector.api.problem.ConnectorException as for a plan, and {@code UPGRADE_PINNED}, {@code
     *     UPGRADE_NOTHING_NEWER}, {@code UPGRADE_WOULD_LOSE}, {@code UPGRADE_NO_WAY_BACK}
     */
    UpgradePlan apply(UpgradeSource source, boolean acceptLoss);

    /**
     * Takes in a release file from elsewhere, verifies it and says what it would change. It is kept, as {@link
     * UpgradeSource.Uploaded}, until it is put in force, another one comes, what nobody needs is removed, or the daemon starts
     * anew; one that is refused is not kept, and leaves the one before it.
     *
     * @param release the file's bytes; at most 1 GiB, and not slower than 4 KiB a second. The caller closes it
     * @param announcedBytes how many were announced; negative when nobody said
     * @throws io.github.migrationconnector.api.problem.ConnectorException as for a plan, and {@code UPGRADE_TOO_LONG}, {@code
     *     UPGRADE_NO_ROOM}, {@code UPGRADE_TRUNCATED}, {@code UPGRADE_SOURCE_UNREADABLE} when it breaks off
     */
    UpgradePlan receive(InputStream release, long announcedBytes);

    /** The plan of an upgrade that was begun then; kept as long as its record. */
    Optional<UpgradePlan> planOf(Instant startedAt);

    /** Whether the connector is to stay with the set in force. */
    void pin(boolean stay);

    /**
     * Removes what is neither in use nor the way back.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code UPGRADE_UNDER_WAY}
     */
    CleanUp cleanUp();
}
