package io.github.migrationconnector.smsapi.internal.service;

import io.github.migrationconnector.api.access.RequestGate;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.Replication;

/**
 * The services that answer for the API, each asked for at its use. While a bundle is swapped its service is away for
 * milliseconds; then a call throws {@link io.github.migrationconnector.api.problem.ConnectorException} {@code
 * SERVICE_ABSENT}, which a client meets as TemporarilyUnavailableException.
 */
public interface Services {
    RequestGate gate();

    ApiKeys apiKeys();

    Audit audit();

    Registration registration();

    Health health();

    Inventory inventory();

    Catalog catalog();

    Replication replication();
}
