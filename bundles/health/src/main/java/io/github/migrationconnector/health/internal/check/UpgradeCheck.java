package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.upgrade.Automatic;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the last upgrade stayed, and whether the channel of the next ones still speaks. */
@Component(service = HealthCheck.class)
public final class UpgradeCheck implements HealthCheck {
    private final Neighbours neighbours;

    @Activate
    public UpgradeCheck(@Reference Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("UPGRADE", 10);
    }

    @Override
    public CheckFinding look() {
        UpgradeStatus status = neighbours.upgrades().status();
        Optional<UpgradeRecord> last = status.history().stream().findFirst();
        if (last.isEmpty() || last.get().outcome() == UpgradeOutcome.GOOD) {
            Automatic automatic = status.automatic();
            if (automatic.silentSince().isAfter(Instant.EPOCH)) {
                return CheckFinding.warning(
                        "UPGRADE_CHANNEL_SILENT",
                        "The channel of upgrades has told nothing good since " + automatic.silentSince() + ": "
                                + (automatic.trouble().isEmpty() ? "it was not looked at" : automatic.trouble()),
                        "Look at its address and at the way there, then: connector upgrade check.");
            }
            return CheckFinding.ok("HEALTH_UPGRADE", "The set " + status.set() + " is in force.", status.set());
        }
        UpgradeRecord upgrade = last.get();
        return CheckFinding.warning(
                "UPGRADE_TAKEN_BACK",
                "The upgrade to " + upgrade.toSet() + " at " + upgrade.startedAt() + " did not stay: "
                        + upgrade.reason(),
                "Read the reason, mend it or wait for the next release, and upgrade again (connector upgrade status).");
    }
}
