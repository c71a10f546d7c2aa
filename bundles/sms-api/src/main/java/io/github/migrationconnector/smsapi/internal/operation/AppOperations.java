package io.github.migrationconnector.smsapi.internal.operation;

import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.util.List;
import java.util.Set;

/** The operations on applications (groups of servers), which this connector does not have: each says so. */
final class AppOperations {
    private static final List<String> NAMES = List.of(
            "CreateApp",
            "DeleteApp",
            "DeleteAppLaunchConfiguration",
            "DeleteAppReplicationConfiguration",
            "DeleteAppValidationConfiguration",
            "GenerateChangeSet",
            "GenerateTemplate",
            "GetApp",
            "GetAppLaunchConfiguration",
            "GetAppReplicationConfiguration",
            "GetAppValidationConfiguration",
            "GetAppValidationOutput",
            "ImportAppCatalog",
            "LaunchApp",
            "ListApps",
            "NotifyAppValidationOutput",
            "PutAppLaunchConfiguration",
            "PutAppReplicationConfiguration",
            "PutAppValidationConfiguration",
            "StartAppReplication",
            "StartOnDemandAppReplication",
            "StopAppReplication",
            "TerminateApp",
            "UpdateApp");

    private static final Set<FaultCode> FAULTS = Set.of(
            FaultCode.UNAUTHORIZED_OPERATION,
            FaultCode.INVALID_PARAMETER,
            FaultCode.MISSING_REQUIRED_PARAMETER,
            FaultCode.INTERNAL_ERROR,
            FaultCode.OPERATION_NOT_PERMITTED);

    private AppOperations() {}

    static List<Operation> all() {
        return NAMES.stream()
                .map(name -> Operation.looks(name, FAULTS, parameters -> {
                    throw new SmsFault(
                            FaultCode.OPERATION_NOT_PERMITTED,
                            name + " is not available: this connector migrates single servers, not applications."
                                    + " Make a replication job for each server.");
                }))
                .toList();
    }
}
