package io.github.migrationconnector.api.upgrade;

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
     *     {@code UPGRADE_NO_PREVIOUS_SET}
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
