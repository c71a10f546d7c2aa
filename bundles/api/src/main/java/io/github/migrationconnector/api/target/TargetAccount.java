package io.github.migrationconnector.api.target;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The account that keeps the snapshots. Asked before a VM snapshot is taken, so that keys that are refused, and settings
 * that change what a snapshot may build on, are known before anything is made (correctness rule 11).
 */
@ProviderType
public interface TargetAccount {
    /**
     * Asks afresh, with the keys in force.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when the account can't be asked, with what is
     *     wrong and the fix
     */
    AccountDefaults defaults();
}
