package io.github.migrationconnector.smsapi.internal.operation;

import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import io.github.migrationconnector.smsapi.internal.service.Services;

/** Whether there is a connector to do the work: this one, once it is set up. */
final class Registered {
    private final Services services;

    Registered(Services services) {
        this.services = services;
    }

    /** Refuses while there is none. */
    void require() {
        if (services.registration().state() != SetupState.REGISTERED) {
            throw new SmsFault(
                    FaultCode.NO_CONNECTORS_AVAILABLE,
                    "This connector is not set up. Set it up by its console or by: connector setup.");
        }
    }
}
