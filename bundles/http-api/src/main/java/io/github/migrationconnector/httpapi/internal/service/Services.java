package io.github.migrationconnector.httpapi.internal.service;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.OneTimeCodes;
import io.github.migrationconnector.api.access.RequestGate;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.connection.AwsPermissions;
import io.github.migrationconnector.api.connection.AwsRegions;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.connectivity.ConnectivityCheck;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.keyset.Keyset;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.notification.Notifications;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.session.Sessions;
import io.github.migrationconnector.api.store.StoreBackups;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.support.SupportBundles;
import io.github.migrationconnector.api.token.Tokens;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.user.Users;
import java.util.List;

/**
 * The services that answer for the API, each asked for at its use. While a bundle is swapped its service is away for
 * milliseconds; then a call throws {@link io.github.migrationconnector.api.problem.ConnectorException} {@code
 * SERVICE_ABSENT}, retry ON_RESUME, which a client meets as 503.
 */
public interface Services {
    Access access();

    RequestGate gate();

    Audit audit();

    OneTimeCodes oneTimeCodes();

    Users users();

    Sessions sessions();

    ApiKeys apiKeys();

    Tokens tokens();

    Keyset keyset();

    OwnCertificate certificate();

    Registration registration();

    Inventory inventory();

    Replication replication();

    Catalog catalog();

    Changes changes();

    Transfers transfers();

    AwsPermissions awsPermissions();

    AwsRegions awsRegions();

    Trust trust();

    Health health();

    SetupSteps setupSteps();

    VcenterWatch vcenterWatch();

    ConnectivityCheck connectivity();

    Networking networking();

    Notifications notifications();

    Logs logs();

    LogUploads logUploads();

    SupportBundles supportBundles();

    Metrics metrics();

    Upgrades upgrades();

    StoreBackups storeBackups();

    /** The names of those that are not there. */
    List<String> absent();
}
