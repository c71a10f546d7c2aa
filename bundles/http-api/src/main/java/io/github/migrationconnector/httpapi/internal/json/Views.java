package io.github.migrationconnector.httpapi.internal.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.streaming.TransferProgress;

/** The records of the contracts as the API shows them: member by member, so that a change inside does not leak out. */
public final class Views {
    private Views() {}

    public static ObjectNode job(Job job) {
        return Json.object()
                .put("id", job.id())
                .put("vmId", job.vmId())
                .put("vmName", job.vmName())
                .put("description", job.spec().description())
                .put("quiesce", job.spec().quiesce())
                .put("bytesPerSecond", job.spec().bytesPerSecond())
                .put("createdAt", job.createdAt().toString())
                .put("latestImageId", job.latestImageId());
    }

    public static ObjectNode run(Run run) {
        ObjectNode node = Json.object()
                .put("id", run.id())
                .put("jobId", run.jobId())
                .put("state", run.state().name())
                .put("phase", run.phase().name());
        node.set("startedAt", Json.time(run.startedAt()));
        node.set("endedAt", Json.time(run.endedAt()));
        node.put("imageId", run.imageId());
        node.set("disks", Json.array(run.disks(), Views::disk));
        node.set("problems", Json.array(run.problems(), Views::problem));
        node.set("warnings", Json.array(run.warnings(), JsonNodeFactory.instance::textNode));
        return node;
    }

    private static ObjectNode disk(RunDisk disk) {
        ObjectNode node = Json.object()
                .put("key", disk.key())
                .put("label", disk.label())
                .put("capacityBytes", disk.capacityBytes())
                .put("way", disk.way())
                .put("snapshotId", disk.snapshotId());
        node.set("progress", progress(disk.progress()));
        return node;
    }

    public static ObjectNode progress(TransferProgress progress) {
        return Json.object()
                .put("stage", progress.stage().name())
                .put("blockSizeBytes", progress.blockSizeBytes())
                .put("blocksInScope", progress.blocksInScope())
                .put("blocksDone", progress.blocksDone())
                .put("blocksPut", progress.blocksPut())
                .put("blocksZero", progress.blocksZero())
                .put("blocksUnchanged", progress.blocksUnchanged())
                .put("bytesPut", progress.bytesPut());
    }

    public static ObjectNode problem(Problem problem) {
        return Json.object()
                .put("code", problem.code())
                .put("message", problem.message())
                .put("fix", problem.fix())
                .put("retry", problem.retry().name());
    }

    public static ObjectNode vm(Vm vm) {
        ObjectNode node = Json.object()
                .put("id", vm.id())
                .put("name", vm.name())
                .put("path", vm.path())
                .put("instanceUuid", vm.instanceUuid())
                .put("powerState", vm.powerState().name())
                .put("guest", vm.guest())
                .put("firmware", vm.firmware().name());
        node.set("disks", Json.array(vm.disks(), Views::vmDisk));
        return node;
    }

    private static ObjectNode vmDisk(VmDisk disk) {
        return Json.object()
                .put("key", disk.key())
                .put("label", disk.label())
                .put("capacityBytes", disk.capacityBytes())
                .put("uuid", disk.uuid())
                .put("fileName", disk.fileName())
                .put("mode", disk.mode());
    }

    public static ObjectNode finding(Finding finding) {
        return Json.object()
                .put("severity", finding.severity().name())
                .put("code", finding.code())
                .put("message", finding.message())
                .put("fix", finding.fix());
    }

    public static ObjectNode setupFinding(SetupFinding finding) {
        return Json.object()
                .put("path", finding.path())
                .put("message", finding.message())
                .put("fix", finding.fix());
    }
}
