package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.upgrade.Automatic;
import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.SettingChange;
import io.github.migrationconnector.api.upgrade.TableChange;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.httpapi.internal.json.Json;
import java.time.Instant;

/** Upgrades as JSON. */
final class UpgradeViews {
    private UpgradeViews() {}

    static ObjectNode of(UpgradeStatus status) {
        ObjectNode node = Json.object()
                .put("set", status.set())
                .put("stage", status.progress().stage().name())
                .put("target", status.progress().target())
                .put("done", status.progress().done())
                .put("total", status.progress().total())
                .put("previousSet", status.previousSet())
                .put("pinned", status.pinned());
        node.set("sets", Json.array(status.sets(), JsonNodeFactory.instance::textNode));
        node.set("automatic", of(status.automatic()));
        node.set("history", Json.array(status.history(), UpgradeViews::of));
        return node;
    }

    private static ObjectNode of(Automatic automatic) {
        return Json.object()
                .put("chosen", automatic.chosen())
                .put("channel", automatic.channel())
                .put("window", automatic.window())
                .put("nextLook", time(automatic.nextLook()))
                .put("lastLook", time(automatic.lastLook()))
                .put("silentSince", time(automatic.silentSince()))
                .put("offered", automatic.offered())
                .put("notes", automatic.notes())
                .put("trouble", automatic.trouble());
    }

    /** Empty for a time that was not, or will not be. */
    private static String time(Instant time) {
        return time.equals(Instant.EPOCH) ? "" : time.toString();
    }

    static ObjectNode of(UpgradePlan plan) {
        ObjectNode node = Json.object()
                .put("fromSet", plan.fromSet())
                .put("toSet", plan.toSet())
                .put("notes", plan.notes())
                .put("restart", plan.restart());
        node.set("changes", Json.array(plan.changes(), UpgradeViews::of));
        node.set("services", Json.array(plan.effects().services(), JsonNodeFactory.instance::textNode));
        node.set("runs", Json.array(plan.effects().runs(), JsonNodeFactory.instance::textNode));
        node.set("settings", Json.array(plan.effects().settings(), UpgradeViews::of));
        node.set("tables", Json.array(plan.store().tables(), UpgradeViews::of));
        return node.put("wayBack", plan.store().wayBack().name())
                .put("copyOf", plan.store().copyOf());
    }

    private static ObjectNode of(BundleChange change) {
        return Json.object()
                .put("name", change.name())
                .put("kind", change.kind().name())
                .put("fromVersion", change.fromVersion())
                .put("toVersion", change.toVersion())
                .put("way", change.way().name());
    }

    private static ObjectNode of(SettingChange change) {
        return Json.object()
                .put("pid", change.pid())
                .put("name", change.name())
                .put("added", change.added())
                .put("used", change.used());
    }

    private static ObjectNode of(TableChange change) {
        return Json.object()
                .put("bundle", change.bundle())
                .put("fromVersion", change.fromVersion())
                .put("toVersion", change.toVersion())
                .put("readable", change.readable());
    }

    private static ObjectNode of(UpgradeRecord record) {
        return Json.object()
                .put("fromSet", record.fromSet())
                .put("toSet", record.toSet())
                .put("startedAt", record.startedAt().toString())
                .put("endedAt", record.endedAt().toString())
                .put("outcome", record.outcome().name())
                .put("reason", record.reason());
    }
}
