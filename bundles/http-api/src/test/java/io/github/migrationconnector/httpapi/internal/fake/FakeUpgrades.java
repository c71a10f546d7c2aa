package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.Automatic;
import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.ChangeKind;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import io.github.migrationconnector.api.upgrade.CleanUp;
import io.github.migrationconnector.api.upgrade.SettingChange;
import io.github.migrationconnector.api.upgrade.TableChange;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradePlan;
import io.github.migrationconnector.api.upgrade.UpgradeProgress;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeSource;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.upgrade.WayBack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Upgrades that only note what was asked of them. */
public final class FakeUpgrades implements Upgrades {
    private static final Instant BEGUN = Instant.parse("2026-01-02T03:04:05Z");

    public final List<String> asked = new ArrayList<>();

    @Override
    public UpgradeStatus status() {
        UpgradeRecord record = new UpgradeRecord("1", "2", BEGUN, BEGUN, UpgradeOutcome.PUT_BACK, "it burnt");
        Automatic automatic = new Automatic(
                true,
                "https://r.example/",
                "01:00-05:00 Z",
                BEGUN,
                Instant.EPOCH,
                Instant.EPOCH,
                "3",
                "better still",
                "");
        return new UpgradeStatus(
                "1",
                new UpgradeProgress(UpgradeStage.WATCHING, "2", 3, 30),
                "0",
                asked.contains("pin true"),
                List.of("0", "1"),
                automatic,
                List.of(record));
    }

    private static UpgradePlan planned() {
        BundleChange change = new BundleChange("aws", ChangeKind.UPDATED, "1", "2", ChangeWay.LIVE);
        return new UpgradePlan(
                "1",
                "2",
                "better",
                List.of(change),
                new UpgradePlan.Effects(
                        List.of("target.SnapshotTarget"),
                        List.of("run"),
                        List.of(new SettingChange("connector.aws", "speed", true, false))),
                new UpgradePlan.Store(
                        List.of(new TableChange("replication", 6, 7, false)), WayBack.BY_COPY, BEGUN.toString()));
    }

    private static String name(UpgradeSource source) {
        if (source instanceof UpgradeSource.ReleaseFile file) {
            return "file " + file.path();
        }
        if (source instanceof UpgradeSource.Uploaded) {
            return "uploaded";
        }
        return source instanceof UpgradeSource.Channel ? "channel" : "previous";
    }

    @Override
    public UpgradePlan plan(UpgradeSource source) {
        asked.add("plan " + name(source));
        return planned();
    }

    @Override
    public UpgradePlan apply(UpgradeSource source, boolean acceptLoss) {
        asked.add("apply " + name(source) + (acceptLoss ? " accepting loss" : ""));
        return planned();
    }

    @Override
    public UpgradePlan receive(InputStream release, long announcedBytes) {
        try {
            String text = new String(release.readAllBytes(), StandardCharsets.US_ASCII);
            asked.add("receive " + text + " of " + announcedBytes);
            if (text.equals("garbage")) {
                throw Problem.fatal("UPGRADE_ARCHIVE_REFUSED", "it is no plain ZIP archive", "Get it again.")
                        .asException();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return planned();
    }

    @Override
    public Optional<UpgradePlan> planOf(Instant startedAt) {
        return startedAt.equals(BEGUN) ? Optional.of(planned()) : Optional.empty();
    }

    @Override
    public void pin(boolean stay) {
        asked.add("pin " + stay);
    }

    @Override
    public CleanUp cleanUp() {
        asked.add("clean up");
        return new CleanUp(List.of("0"), 4096);
    }
}
