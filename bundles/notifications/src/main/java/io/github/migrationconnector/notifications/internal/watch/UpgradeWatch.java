package io.github.migrationconnector.notifications.internal.watch;

import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Neighbours;
import java.time.Instant;
import java.util.Map;

/** How upgrades ended. */
final class UpgradeWatch implements Watch {
    private final Neighbours neighbours;
    private final String sender;

    UpgradeWatch(Neighbours neighbours, String sender) {
        this.neighbours = neighbours;
        this.sender = sender;
    }

    @Override
    public Sight look(Instant now) {
        return Sight.of(neighbours.upgrades().status().history().stream()
                .map(this::ended)
                .toList());
    }

    private Happening ended(UpgradeRecord upgrade) {
        boolean good = upgrade.outcome() == UpgradeOutcome.GOOD;
        return new Happening(
                "upgrade/" + sender + "/" + upgrade.startedAt().toEpochMilli() + "/" + upgrade.outcome(),
                good ? NotificationEvent.UPGRADE_COMPLETED : NotificationEvent.UPGRADE_ROLLED_BACK,
                upgrade.endedAt(),
                good
                        ? new Happening.Words(
                                "Upgraded to " + upgrade.toSet(),
                                "The set " + upgrade.toSet() + " is in force, in place of " + upgrade.fromSet() + ".",
                                "")
                        : new Happening.Words(
                                "The upgrade to " + upgrade.toSet() + " did not stay",
                                "The set " + upgrade.fromSet() + " is in force again: " + upgrade.reason(),
                                "Read the reason, mend it or wait for the next release, and upgrade again (connector"
                                        + " upgrade status)."),
                Map.of("fromSet", upgrade.fromSet(), "toSet", upgrade.toSet()));
    }
}
