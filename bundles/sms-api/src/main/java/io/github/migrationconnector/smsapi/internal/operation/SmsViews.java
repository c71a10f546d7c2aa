package io.github.migrationconnector.smsapi.internal.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.api.replication.Server;
import io.github.migrationconnector.smsapi.internal.protocol.SmsJson;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** The records of the contracts in the structures of the service model. */
final class SmsViews {
    private static final String VIRTUAL_MACHINE = "VIRTUAL_MACHINE";
    private static final String VSPHERE = "VSPHERE";
    private static final int PERCENT = 100;

    private SmsViews() {}

    /** A Server. */
    static ObjectNode server(Server server) {
        ObjectNode node = SmsJson.object().put("serverId", server.id()).put("serverType", VIRTUAL_MACHINE);
        node.set("vmServer", vmServer(server));
        if (!server.jobId().isEmpty()) {
            node.put("replicationJobId", server.jobId()).put("replicationJobTerminated", false);
        }
        return node;
    }

    private static ObjectNode vmServer(Server server) {
        ObjectNode node = SmsJson.object();
        node.putObject("vmServerAddress")
                .put("vmManagerId", server.vcenterId())
                .put("vmId", server.vm().id());
        return node.put("vmName", server.vm().name())
                .put("vmManagerName", server.vcenterName())
                .put("vmManagerType", VSPHERE)
                .put("vmPath", server.vm().path());
    }

    /** A ReplicationJob; the server is empty when the catalog does not have it now. */
    static ObjectNode job(Job job, Optional<Server> server) {
        ObjectNode node = SmsJson.object().put("replicationJobId", job.id());
        SmsJson.put(node, "serverId", job.serverId());
        node.put("serverType", VIRTUAL_MACHINE);
        if (server.isPresent()) {
            node.set("vmServer", vmServer(server.get()));
        } else {
            ObjectNode vm = node.putObject("vmServer");
            vm.putObject("vmServerAddress").put("vmId", job.vmId());
            vm.put("vmName", job.vmName()).put("vmManagerType", VSPHERE);
        }
        JobSpec spec = job.spec();
        schedule(node, spec.schedule(), job.createdAt());
        SmsJson.put(node, "nextReplicationRunStartTime", job.status().nextRunAt());
        node.put("licenseType", spec.image().licenseType().name());
        SmsJson.put(node, "roleName", spec.image().roleName());
        SmsJson.put(node, "latestAmiId", job.latestImageId());
        node.put("state", job.status().state().name());
        SmsJson.put(node, "statusMessage", message(job));
        SmsJson.put(node, "description", spec.description());
        node.put("numberOfRecentAmisToKeep", spec.image().imagesToKeep());
        node.put("encrypted", spec.image().encrypted());
        SmsJson.put(node, "kmsKeyId", spec.image().kmsKeyId());
        return node;
    }

    private static void schedule(ObjectNode node, Schedule schedule, Instant createdAt) {
        if (schedule instanceof Schedule.Every every) {
            SmsJson.put(node, "seedReplicationTime", every.start());
            node.put("frequency", every.hours()).put("runOnce", false);
        } else if (schedule instanceof Schedule.Once once) {
            SmsJson.put(node, "seedReplicationTime", once.at());
            node.put("runOnce", true);
        } else {
            SmsJson.put(node, "seedReplicationTime", createdAt);
            node.put("runOnce", false);
        }
    }

    private static String message(Job job) {
        String message = job.status().message();
        if (!job.status().paused()) {
            return message;
        }
        return message.isEmpty()
                ? "Paused by a user of the connector."
                : "Paused by a user of the connector. " + message;
    }

    /** A ReplicationRun. */
    static ObjectNode run(Run run) {
        ObjectNode node = SmsJson.object()
                .put("replicationRunId", run.id())
                .put("state", run.state().name())
                .put("type", run.details().type().name());
        ObjectNode stage =
                node.putObject("stageDetails").put("stage", run.phase().name());
        if (!run.disks().isEmpty()) {
            stage.put("stageProgress", percent(run) + "%");
        }
        SmsJson.put(node, "statusMessage", message(run));
        SmsJson.put(node, "amiId", run.imageId());
        SmsJson.put(node, "scheduledStartTime", run.details().scheduledAt());
        SmsJson.put(node, "completedTime", run.endedAt());
        SmsJson.put(node, "description", run.details().description());
        return node;
    }

    private static String message(Run run) {
        if (!run.details().waitingFor().isEmpty()) {
            return run.details().waitingFor();
        }
        if (run.problems().isEmpty()) {
            return run.warnings().stream().map(Notice::message).collect(Collectors.joining(" "));
        }
        Problem problem = run.problems().get(0);
        return problem.code() + ": " + problem.message() + (problem.fix().isEmpty() ? "" : " " + problem.fix());
    }

    /** Of the blocks of all disks. */
    private static long percent(Run run) {
        long done = 0;
        long scope = 0;
        for (RunDisk disk : run.disks()) {
            done += disk.progress().blocksDone();
            scope += disk.progress().blocksInScope();
        }
        return scope <= 0 ? 0 : Math.min(PERCENT, PERCENT * done / scope);
    }
}
