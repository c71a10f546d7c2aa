package io.github.migrationconnector.smsapi.internal.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.Parameters;
import io.github.migrationconnector.smsapi.internal.protocol.SmsJson;
import io.github.migrationconnector.smsapi.internal.service.Services;
import java.util.List;
import java.util.Set;

/** The operations on the catalog, and on the connector itself. */
final class CatalogOperations {
    private static final Set<FaultCode> FAULTS = Set.of(
            FaultCode.UNAUTHORIZED_OPERATION,
            FaultCode.OPERATION_NOT_PERMITTED,
            FaultCode.INVALID_PARAMETER,
            FaultCode.MISSING_REQUIRED_PARAMETER);
    private static final Set<FaultCode> IMPORT_FAULTS = Set.of(
            FaultCode.UNAUTHORIZED_OPERATION,
            FaultCode.OPERATION_NOT_PERMITTED,
            FaultCode.INVALID_PARAMETER,
            FaultCode.MISSING_REQUIRED_PARAMETER,
            FaultCode.NO_CONNECTORS_AVAILABLE);

    private final Services services;
    private final Registered registered;

    CatalogOperations(Services services) {
        this.services = services;
        this.registered = new Registered(services);
    }

    List<Operation> all() {
        return List.of(
                Operation.changes("ImportServerCatalog", "catalog.import", IMPORT_FAULTS, this::importCatalog),
                Operation.changes("DeleteServerCatalog", "catalog.delete", FAULTS, this::delete),
                new Operation(
                        "DisassociateConnector", Role.ADMIN, "connector.disassociate", FAULTS, this::disassociate));
    }

    private ObjectNode importCatalog(Parameters parameters) {
        registered.require();
        services.catalog().importServers();
        return SmsJson.object();
    }

    private ObjectNode delete(Parameters parameters) {
        services.catalog().delete();
        return SmsJson.object();
    }

    /** Lets go of vCenter and AWS; only an administrator may, as in the JSON API. */
    private ObjectNode disassociate(Parameters parameters) {
        String id = parameters.required("connectorId");
        if (services.registration().state() != SetupState.REGISTERED
                || !services.registration().identity().id().equals(id)) {
            throw Parameters.invalid("connectorId", "names no connector that is registered here");
        }
        services.registration().disassociate(false);
        return SmsJson.object();
    }
}
