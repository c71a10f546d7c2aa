package io.github.migrationconnector.httpapi.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDetails;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.api.replication.Server;

/** The records of replication as the API shows them: member by member, so that a change inside does not leak out. */
public final class JobViews {
    private JobViews() {}

    public static ObjectNode job(Job job) {
        ObjectNode node = Json.object()
                .put("id", job.id())
                .put("serverId", job.serverId())
                .put("vmId", job.vmId())
                .put("vmName", job.vmName())
                .put("description", job.spec().description())
                .put("quiesce", job.spec().quiesce())
                .put("bytesPerSecond", job.spec().bytesPerSecond());
        node.set("schedule", schedule(job.spec().schedule()));
        node.set("image", image(job.spec().image()));
        node.put("state", job.status().state().name())
                .put("paused", job.status().paused())
                .put("message", job.status().message())
                .put("messageCode", job.status().notice().code())
                .put("failures", job.status().failures())
                .put("revision", job.status().revision());
        node.set("nextRunAt", Json.time(job.status().nextRunAt()));
        return node.put("createdAt", job.createdAt().toString()).put("latestImageId", job.latestImageId());
    }

    /** Every kind with the same members, null where a kind has none. */
    private static ObjectNode schedule(Schedule schedule) {
        ObjectNode node = Json.object();
        if (schedule instanceof Schedule.Every every) {
            return node.put("kind", "EVERY")
                    .put("hours", every.hours())
                    .put("start", every.start().toString())
                    .putNull("at");
        }
        node.put("kind", schedule instanceof Schedule.Once ? "ONCE" : "ON_DEMAND")
                .putNull("hours")
                .putNull("start");
        return schedule instanceof Schedule.Once once ? node.put("at", once.at().toString()) : node.putNull("at");
    }

    private static ObjectNode image(ImageOptions image) {
        return Json.object()
                .put("imagesToKeep", image.imagesToKeep())
                .put("licenseType", image.licenseType().name())
                .put("roleName", image.roleName())
                .put("encrypted", image.encrypted())
                .put("kmsKeyId", image.kmsKeyId());
    }

    public static ObjectNode run(Run run) {
        RunDetails details = run.details();
        ObjectNode node = Json.object()
                .put("id", run.id())
                .put("jobId", run.jobId())
                .put("type", details.type().name())
                .put("cutOver", details.cutOver())
                .put("description", details.description())
                .put("state", run.state().name())
                .put("phase", run.phase().name())
                .put("waitingFor", details.waitingFor());
        node.set("scheduledAt", Json.time(details.scheduledAt()));
        node.set("startedAt", Json.time(run.startedAt()));
        node.set("endedAt", Json.time(run.endedAt()));
        node.put("imageId", run.imageId());
        node.set("phases", Json.array(details.phases(), JobViews::phase));
        node.set("disks", Json.array(run.disks(), JobViews::disk));
        node.set("problems", Json.array(run.problems(), Views::problem));
        node.set(
                "warnings",
                Json.texts(run.warnings().stream().map(Notice::message).toList()));
        return node;
    }

    private static ObjectNode phase(RunDetails.PhaseTime phase) {
        return Json.object()
                .put("phase", phase.phase().name())
                .put("at", phase.at().toString());
    }

    private static ObjectNode disk(RunDisk disk) {
        ObjectNode node = Json.object()
                .put("key", disk.key())
                .put("label", disk.label())
                .put("capacityBytes", disk.capacityBytes())
                .put("way", disk.way())
                .put("snapshotId", disk.snapshotId());
        node.set("progress", Views.progress(disk.progress()));
        return node;
    }

    public static ObjectNode server(Server server) {
        ObjectNode node = Json.object()
                .put("id", server.id())
                .put("vcenterId", server.vcenterId())
                .put("vcenterName", server.vcenterName())
                .put("jobId", server.jobId());
        node.set("vm", Views.vm(server.vm()));
        node.set("drift", Json.array(server.drift(), Views::finding));
        return node;
    }
}
