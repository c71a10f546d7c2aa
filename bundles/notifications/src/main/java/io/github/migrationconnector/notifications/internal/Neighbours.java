package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.notification.TopicPublisher;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;

/**
 * The services of other bundles. While one is away a call throws {@link
 * io.github.migrationconnector.api.problem.ConnectorException} {@code SERVICE_ABSENT}, retry ON_RESUME.
 */
public interface Neighbours {
    Audit audit();

    AwsConnection aws();

    CredentialStore credentials();

    Health health();

    Registration registration();

    Changes changes();

    Replication replication();

    TopicPublisher topics();

    Trust trust();

    Upgrades upgrades();
}
