package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.ChangeKind;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.api.upgrade.Upgrades;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Upgrades that only note what was asked of them. */
public final class FakeUpgrades implements Upgrades {
    public final List<String> asked = new ArrayList<>();

    @Override
    public UpgradeStatus status() {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        UpgradeRecord record = new UpgradeRecord("1", "2", time, time, UpgradeOutcome.PUT_BACK, "it burnt");
        return new UpgradeStatus("1", UpgradeStage.IDLE, "", "0", List.of("0", "1"), List.of(record));
    }

    private UpgradePlan noted(String what) {
        asked.add(what);
        BundleChange change = new BundleChange("aws", ChangeKind.UPDATED, "1", "2", ChangeWay.LIVE);
        return new UpgradePlan("1", "2", "better", List.of(change), List.of("target.SnapshotTarget"), List.of("run"));
    }

    @Override
    public UpgradePlan plan(Path file) {
        return noted("plan " + file);
    }

    @Override
    public UpgradePlan planFromChannel() {
        return noted("plan");
    }

    @Override
    public UpgradePlan apply(Path file) {
        return noted("apply " + file);
    }

    @Override
    public UpgradePlan applyFromChannel() {
        return noted("apply");
    }

    @Override
    public UpgradePlan rollBack() {
        return noted("roll back");
    }
}
