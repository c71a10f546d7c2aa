package io.github.migrationconnector.api.upgrade;

import java.nio.file.Path;
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
     * Verifies the newest release of a file and says what it would change. Changes nothing but the remembered versions
     * of the metadata.
     *
     * @param file a release file on this machine, as {@code connector release make --offline} writes it
     */
    UpgradePlan plan(Path file);

    /** The same for the channel that is set. */
    UpgradePlan planFromChannel();

    /**
     * Verifies a file's newest release, and begins to put it in force; {@link #status()} tells how it goes on.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code UPGRADE_UNDER_WAY} while another is
     */
    UpgradePlan apply(Path file);

    /** The same for the channel that is set. */
    UpgradePlan applyFromChannel();

    /**
     * Begins to put the previous set back in force.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code UPGRADE_NO_PREVIOUS_SET}
     */
    UpgradePlan rollBack();
}
