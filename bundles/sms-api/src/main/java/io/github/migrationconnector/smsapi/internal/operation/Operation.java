package io.github.migrationconnector.smsapi.internal.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.Parameters;
import java.util.Objects;
import java.util.Set;

/**
 * One operation of the service model.
 *
 * @param name as the header X-Amz-Target has it behind the dot
 * @param role who may
 * @param action its name in the audit trail; empty for one that changes nothing
 * @param faults the errors that the model lists for it
 * @param handler what is done
 */
public record Operation(String name, Role role, String action, Set<FaultCode> faults, Handler handler) {
    public Operation {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(action, "action");
        faults = Set.copyOf(faults);
        Objects.requireNonNull(handler, "handler");
    }

    /** What an operation does. */
    @FunctionalInterface
    public interface Handler {
        ObjectNode handle(Parameters parameters);
    }

    /** One that only looks. */
    static Operation looks(String name, Set<FaultCode> faults, Handler handler) {
        return new Operation(name, Role.VIEWER, "", faults, handler);
    }

    /** One that changes something. */
    static Operation changes(String name, String action, Set<FaultCode> faults, Handler handler) {
        return new Operation(name, Role.OPERATOR, action, faults, handler);
    }

    /** Whether it changes something. */
    public boolean changes() {
        return !action.isEmpty();
    }
}
