package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.ChannelStatus;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.DeliveryState;
import io.github.migrationconnector.api.notification.Notifications;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether notifications arrive. That nobody can be told is no reason to stop working: it never makes the connector unhealthy. */
@Component(service = HealthCheck.class)
public final class NotificationsCheck implements HealthCheck {
    private static final int LOOKED_AT = 200;

    private final Notifications notifications;
    private final WrongSettings settings;

    @Activate
    public NotificationsCheck(@Reference Notifications notifications, @Reference WrongSettings settings) {
        this.notifications = notifications;
        this.settings = settings;
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("NOTIFICATIONS", 2);
    }

    @Override
    public CheckFinding look() {
        Optional<CheckFinding> wrong =
                new TreeMap<>(settings.wrong()).entrySet().stream().findFirst().map(NotificationsCheck::wrong);
        return wrong.orElseGet(this::arriving);
    }

    private static CheckFinding wrong(Map.Entry<String, String> setting) {
        String name = setting.getKey();
        String file = "Mend conf/" + NotificationSettings.PID + ".cfg";
        return ChannelKind.of(name).isPresent()
                ? CheckFinding.warning(
                        "NOTIFICATION_SETTINGS_WRONG",
                        "The settings of the " + name + " can't be, so nobody is told by it: " + setting.getValue(),
                        file + ", or set it anew (connector notifications set " + name + ").")
                : CheckFinding.warning(
                        "NOTIFICATION_SETTINGS_WRONG",
                        "The setting " + name + " can't be: " + setting.getValue() + ".",
                        file + ".");
    }

    private CheckFinding arriving() {
        List<ChannelStatus> channels = notifications.channels();
        if (channels.isEmpty()) {
            return CheckFinding.ok("HEALTH_NOTIFICATIONS_NONE", "Nobody is to be told.");
        }
        List<Delivery> deliveries = notifications.deliveries(LOOKED_AT);
        return channels.stream()
                .flatMap(channel -> trouble(channel, deliveries).stream())
                .findFirst()
                .orElseGet(() -> CheckFinding.ok("HEALTH_NOTIFICATIONS", "What is to be told arrives."));
    }

    private static Optional<CheckFinding> trouble(ChannelStatus status, List<Delivery> deliveries) {
        ChannelKind kind = status.channel().kind();
        // the youngest that has ended: once another one or a test has arrived, what was lost is history
        Optional<Delivery> lost = deliveries.stream()
                .filter(each -> each.channel() == kind && each.state() != DeliveryState.WAITING)
                .findFirst()
                .filter(each ->
                        each.state() != DeliveryState.DELIVERED && !each.at().isBefore(status.deliveredAt()));
        if (lost.isPresent() && lost.get().state() == DeliveryState.PARTLY_DELIVERED) {
            return Optional.of(CheckFinding.warning(
                    "NOTIFICATION_RECEIVERS_REFUSED",
                    "'" + lost.get().title() + "' of " + lost.get().at()
                            + " did not arrive at all who should get it by " + kind.word() + ": "
                            + lost.get().trouble(),
                    "Correct those that are named, or take them off the channel, and send a test (connector"
                            + " notifications test " + kind.word() + ")."));
        }
        if (lost.isPresent()) {
            return Optional.of(CheckFinding.warning(
                    "NOTIFICATION_GIVEN_UP",
                    "'" + lost.get().title() + "' of " + lost.get().at() + " and maybe more never arrived by "
                            + kind.word() + ": " + lost.get().trouble(),
                    "Mend the channel and send a test (connector notifications test " + kind.word()
                            + "); what was given up is listed by connector notifications deliveries."));
        }
        if (!status.trouble().isEmpty()) {
            return Optional.of(CheckFinding.warning(
                    "NOTIFICATION_FAILING",
                    status.waiting() + " notifications wait for " + kind.word() + ": " + status.trouble(),
                    "Mend what it says, then send a test (connector notifications test " + kind.word() + ")."));
        }
        return Optional.empty();
    }
}
