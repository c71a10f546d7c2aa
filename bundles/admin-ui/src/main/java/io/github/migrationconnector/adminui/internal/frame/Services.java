package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.connection.AwsCheck;
import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.notification.Notifications;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.session.Sessions;
import io.github.migrationconnector.api.support.SupportBundles;
import io.github.migrationconnector.api.token.Tokens;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.user.Users;
import java.util.List;

/**
 * The services that the pages show, each asked for at its use. While a bundle is swapped its service is away for
 * milliseconds; then a call throws {@link io.github.migrationconnector.api.problem.ConnectorException} {@code
 * SERVICE_ABSENT}, and the page says so.
 */
public interface Services {
    Access access();

    Registration registration();

    SetupSteps setupSteps();

    Inventory inventory();

    Replication replication();

    Catalog catalog();

    Changes changes();

    Health health();

    Trust trust();

    Users users();

    Sessions sessions();

    ApiKeys apiKeys();

    Tokens tokens();

    OwnCertificate ownCertificate();

    Upgrades upgrades();

    Audit audit();

    Logs logs();

    LogUploads logUploads();

    SupportBundles supportBundles();

    AwsConnection awsConnection();

    VcenterConnection vcenterConnection();

    AwsCheck awsCheck();

    VcenterWatch vcenterWatch();

    Networking networking();

    Notifications notifications();

    /** The names of those that are not there. */
    List<String> absent();
}
