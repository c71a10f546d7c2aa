package io.github.migrationconnector.httpapi.internal.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.inventory.VmDisk;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.streaming.TransferProgress;

/** The records of the contracts as the API shows them: member by member, so that a change inside does not leak out. */
public final class Views {
    private Views() {}

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
        ObjectNode node = Json.object()
                .put("path", finding.path())
                .put("code", finding.notice().code())
                .put("message", finding.message())
                .put("fix", finding.fix());
        node.set("values", Json.texts(finding.notice().values()));
        return node;
    }
}
