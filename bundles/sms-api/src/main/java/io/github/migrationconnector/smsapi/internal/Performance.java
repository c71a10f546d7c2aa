package io.github.migrationconnector.smsapi.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.smsapi.internal.operation.Faults;
import io.github.migrationconnector.smsapi.internal.operation.Operation;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.Parameters;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import io.github.migrationconnector.smsapi.internal.protocol.SmsJson;
import io.github.migrationconnector.smsapi.internal.service.Services;
import java.util.List;

/** Carries an operation out for somebody, and writes down what changes something, or was meant to. */
final class Performance {
    private static final List<String> TARGETS = List.of("replicationJobId", "serverId", "connectorId");

    private final Services services;

    Performance(Services services) {
        this.services = services;
    }

    /** Refuses somebody who may not. */
    void requireRole(Operation operation, Principal principal, String address) {
        if (principal.role().includes(operation.role())) {
            return;
        }
        write(services.audit(), operation, new Actor(principal, address), "", Result.REFUSED);
        throw new SmsFault(
                FaultCode.UNAUTHORIZED_OPERATION,
                "The key is for " + principal.role() + ", and " + operation.name() + " needs " + operation.role()
                        + ".");
    }

    ObjectNode perform(Operation operation, Parameters parameters, Principal principal, String address) {
        if (!operation.changes()) {
            return handle(operation, parameters);
        }
        Audit audit = services.audit();
        Actor actor = new Actor(principal, address);
        // first: what can't be written down is not done
        write(audit, operation, actor, target(parameters, SmsJson.object()), Result.BEGUN);
        ObjectNode answer;
        try {
            answer = handle(operation, parameters);
        } catch (RuntimeException e) {
            write(audit, operation, actor, target(parameters, SmsJson.object()), Result.FAILED);
            throw e;
        }
        write(audit, operation, actor, target(parameters, answer), Result.DONE);
        return answer;
    }

    private static ObjectNode handle(Operation operation, Parameters parameters) {
        try {
            return operation.handler().handle(parameters);
        } catch (ConnectorException e) {
            throw Faults.of(e.problem(), operation);
        }
    }

    private static void write(Audit audit, Operation operation, Actor actor, String target, Result result) {
        if (operation.changes()) {
            audit.append(AuditEvent.of(actor, operation.action(), target, result));
        }
    }

    /** What was made, or else what was named. */
    private static String target(Parameters parameters, ObjectNode answer) {
        for (String name : List.of("replicationRunId", "replicationJobId")) {
            if (answer.path(name).isTextual()) {
                return answer.path(name).textValue();
            }
        }
        return TARGETS.stream()
                .filter(parameters::isText)
                .findFirst()
                .flatMap(parameters::text)
                .orElse("");
    }
}
