package io.github.migrationconnector.smsapi.internal.operation;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.util.Map;

/** What the connector's own problems are in the words of the service model. */
public final class Faults {
    private static final Map<String, FaultCode> BY_CODE = Map.of(
            "FORBIDDEN", FaultCode.UNAUTHORIZED_OPERATION,
            "JOB_NOT_FOUND", FaultCode.REPLICATION_JOB_NOT_FOUND,
            "JOB_EXISTS", FaultCode.REPLICATION_JOB_ALREADY_EXISTS,
            "JOB_START_TOO_FAR", FaultCode.INVALID_PARAMETER,
            "VM_NOT_FOUND", FaultCode.INVALID_PARAMETER,
            "VM_AMBIGUOUS", FaultCode.INVALID_PARAMETER,
            "VCENTER_NOT_SET_UP", FaultCode.NO_CONNECTORS_AVAILABLE,
            "AWS_NOT_SET_UP", FaultCode.NO_CONNECTORS_AVAILABLE);

    private Faults() {}

    /** The error for a problem that an operation met: one that the model lists for it, where there is one. */
    public static SmsFault of(Problem problem, Operation operation) {
        String message = problem.fix().isEmpty() ? sentence(problem) : sentence(problem) + " " + problem.fix();
        return new SmsFault(listed(code(problem), operation), message);
    }

    private static FaultCode code(Problem problem) {
        FaultCode known = BY_CODE.get(problem.code());
        if (known != null) {
            return known;
        }
        return switch (problem.retry()) {
            case NEVER -> FaultCode.OPERATION_NOT_PERMITTED;
            case SOON, WHEN_FREE, ON_RESUME -> FaultCode.TEMPORARILY_UNAVAILABLE;
        };
    }

    private static FaultCode listed(FaultCode code, Operation operation) {
        if (operation.faults().contains(code) || code.status() >= FaultCode.INTERNAL_ERROR.status()) {
            return code;
        }
        return operation.faults().contains(FaultCode.INVALID_PARAMETER) || !operation.changes()
                ? FaultCode.INVALID_PARAMETER
                : FaultCode.OPERATION_NOT_PERMITTED;
    }

    private static String sentence(Problem problem) {
        String message = problem.code() + ": " + problem.message();
        return message.endsWith(".") ? message : message + ".";
    }
}
