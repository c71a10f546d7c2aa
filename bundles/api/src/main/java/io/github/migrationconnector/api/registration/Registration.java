package io.github.migrationconnector.api.registration;

import io.github.migrationconnector.api.credential.Secret;
import org.osgi.annotation.versioning.ProviderType;

/** The connector's identity and its set-up. */
@ProviderType
public interface Registration {
    ConnectorIdentity identity();

    SetupState state();

    /**
     * Sets up from a document, all or nothing: both sides are checked first.
     *
     * @param document the text of a setup.json (docs/setup.md); a secret, since it holds some
     * @param dryRun checks and changes nothing
     */
    SetupReport setUp(Secret document, boolean dryRun);
}
