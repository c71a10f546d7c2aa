package io.github.migrationconnector.smsapi.internal.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.Server;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.Parameters;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import io.github.migrationconnector.smsapi.internal.protocol.SmsJson;
import io.github.migrationconnector.smsapi.internal.service.Services;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The operations that make, change and delete jobs, and begin runs. */
final class JobOperations {
    private static final Set<FaultCode> CREATE_FAULTS = Set.of(
            FaultCode.INVALID_PARAMETER,
            FaultCode.MISSING_REQUIRED_PARAMETER,
            FaultCode.UNAUTHORIZED_OPERATION,
            FaultCode.OPERATION_NOT_PERMITTED,
            FaultCode.SERVER_CANNOT_BE_REPLICATED,
            FaultCode.REPLICATION_JOB_ALREADY_EXISTS,
            FaultCode.NO_CONNECTORS_AVAILABLE,
            FaultCode.INTERNAL_ERROR,
            FaultCode.TEMPORARILY_UNAVAILABLE);
    private static final Set<FaultCode> UPDATE_FAULTS = Set.of(
            FaultCode.INVALID_PARAMETER,
            FaultCode.MISSING_REQUIRED_PARAMETER,
            FaultCode.OPERATION_NOT_PERMITTED,
            FaultCode.UNAUTHORIZED_OPERATION,
            FaultCode.SERVER_CANNOT_BE_REPLICATED,
            FaultCode.REPLICATION_JOB_NOT_FOUND,
            FaultCode.INTERNAL_ERROR,
            FaultCode.TEMPORARILY_UNAVAILABLE);
    private static final Set<FaultCode> DELETE_FAULTS = Set.of(
            FaultCode.INVALID_PARAMETER,
            FaultCode.MISSING_REQUIRED_PARAMETER,
            FaultCode.UNAUTHORIZED_OPERATION,
            FaultCode.OPERATION_NOT_PERMITTED,
            FaultCode.REPLICATION_JOB_NOT_FOUND);
    private static final Set<FaultCode> START_FAULTS = Set.of(
            FaultCode.INVALID_PARAMETER,
            FaultCode.MISSING_REQUIRED_PARAMETER,
            FaultCode.UNAUTHORIZED_OPERATION,
            FaultCode.OPERATION_NOT_PERMITTED,
            FaultCode.REPLICATION_RUN_LIMIT_EXCEEDED);

    private final Services services;
    private final Registered registered;
    private final JobParameters parametersOfJobs;

    JobOperations(Services services, Clock clock) {
        this.services = services;
        this.registered = new Registered(services);
        this.parametersOfJobs = new JobParameters(clock);
    }

    List<Operation> all() {
        return List.of(
                Operation.changes("CreateReplicationJob", "job.create", CREATE_FAULTS, this::create),
                Operation.changes("UpdateReplicationJob", "job.update", UPDATE_FAULTS, this::update),
                Operation.changes("DeleteReplicationJob", "job.delete", DELETE_FAULTS, this::delete),
                Operation.changes("StartOnDemandReplicationRun", "run.start", START_FAULTS, this::start));
    }

    private ObjectNode create(Parameters parameters) {
        String serverId = parameters.required("serverId");
        JobSpec spec = parametersOfJobs.spec(serverId, parameters);
        registered.require();
        Server server = services.catalog()
                .server(serverId)
                .orElseThrow(() -> Parameters.invalid("serverId", "names no server of the catalog; import it first"));
        if (!server.jobId().isEmpty()) {
            throw new SmsFault(
                    FaultCode.REPLICATION_JOB_ALREADY_EXISTS,
                    "The server " + serverId + " has the replication job " + server.jobId() + ".");
        }
        for (Finding finding : services.inventory().preflight(server.vm().id())) {
            if (finding.severity() == Finding.Severity.REFUSED) {
                throw new SmsFault(
                        FaultCode.SERVER_CANNOT_BE_REPLICATED,
                        finding.code() + ": " + finding.message() + " " + finding.fix());
            }
        }
        Job job = services.replication().create(spec);
        return SmsJson.object().put("replicationJobId", job.id());
    }

    /** Changes what was sent, and leaves the rest, on top of what another may change at the same time. */
    private ObjectNode update(Parameters parameters) {
        String id = parameters.required("replicationJobId");
        Job job = services.replication().job(id).orElseThrow(() -> Problem.fatal(
                        "JOB_NOT_FOUND", "there is no such replication job", "Take an id from get-replication-jobs.")
                .asException());
        Job unused = services.replication()
                .update(
                        id,
                        parametersOfJobs.changed(job, parameters),
                        job.status().revision());
        return SmsJson.object();
    }

    private ObjectNode delete(Parameters parameters) {
        services.replication().delete(parameters.required("replicationJobId"));
        return SmsJson.object();
    }

    private ObjectNode start(Parameters parameters) {
        String id = parameters.required("replicationJobId");
        Run run =
                services.replication().start(id, parameters.text("description").orElse(""));
        return SmsJson.object().put("replicationRunId", run.id());
    }
}
