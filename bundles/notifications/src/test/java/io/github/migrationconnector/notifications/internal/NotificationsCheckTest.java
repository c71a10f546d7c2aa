package io.github.migrationconnector.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.ChannelStatus;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.DeliveryState;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.Notifications;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class NotificationsCheckTest {
    private final List<ChannelStatus> channels = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<String, String> wrong = new TreeMap<>();

    private CheckFinding look() {
        Notifications notifications = (Notifications) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Notifications.class},
                (proxy, method, arguments) -> method.getName().equals("channels") ? channels : deliveries);
        return new NotificationsCheck(notifications, () -> wrong).look();
    }

    private void channel(String trouble) {
        channel(trouble, Instant.EPOCH);
    }

    private void channel(String trouble, Instant deliveredAt) {
        Channel webhook = new Channel.Webhook(
                URI.create("https://hooks.example/"), false, "", Set.of(NotificationEvent.RUN_FAILED));
        channels.add(new ChannelStatus(webhook, true, Instant.EPOCH, deliveredAt, 3, trouble));
    }

    /** The youngest of all. */
    private void delivery(DeliveryState state) {
        deliveries.add(
                0,
                new Delivery(
                        "id",
                        ChannelKind.WEBHOOK,
                        NotificationEvent.RUN_FAILED,
                        Instant.EPOCH,
                        "It failed",
                        state,
                        9,
                        Instant.EPOCH,
                        "away"));
    }

    @Test
    void isWellWithoutChannelsAndWithOneThatWorks() {
        delivery(DeliveryState.GIVEN_UP);
        assertThat(look().state()).isEqualTo(CheckState.OK);
        channel("");
        delivery(DeliveryState.DELIVERED);
        delivery(DeliveryState.WAITING);
        assertThat(look().state()).isEqualTo(CheckState.OK);
    }

    @Test
    void warnsWhileAttemptsFail() {
        channel("away");
        assertThat(look()).satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("NOTIFICATION_FAILING");
            assertThat(finding.why()).contains("3 notifications", "away");
            assertThat(finding.fix()).isNotEmpty();
        });
    }

    @Test
    void warnsOfSettingsThatCanNotBeAlsoWhenNobodyElseIsTold() {
        wrong.put("mail", "the port is not from 1 to 65535");
        assertThat(look()).satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(CheckState.WARNING);
            assertThat(finding.code()).isEqualTo("NOTIFICATION_SETTINGS_WRONG");
            assertThat(finding.why()).contains("mail", "the port is not from 1 to 65535");
            assertThat(finding.fix()).contains("io.github.migrationconnector.notifications.cfg");
        });
        channel("");
        assertThat(look().code()).isEqualTo("NOTIFICATION_SETTINGS_WRONG");
        wrong.clear();
        assertThat(look().state()).isEqualTo(CheckState.OK);
    }

    @Test
    void warnsOfWhatWasLostUntilAnotherArrives() {
        channel("");
        for (DeliveryState lost : List.of(DeliveryState.GIVEN_UP, DeliveryState.DROPPED)) {
            delivery(lost);
            assertThat(look().code()).isEqualTo("NOTIFICATION_GIVEN_UP");
            delivery(DeliveryState.WAITING);
            assertThat(look().code()).isEqualTo("NOTIFICATION_GIVEN_UP");
            delivery(DeliveryState.DELIVERED);
            assertThat(look().state()).isEqualTo(CheckState.OK);
        }
    }

    @Test
    void isWellAgainOnceATestHasArrived() {
        channel("", Instant.EPOCH.plusSeconds(1));
        delivery(DeliveryState.GIVEN_UP);
        assertThat(look().state()).isEqualTo(CheckState.OK);
    }

    @Test
    void warnsOfASettingForWhichAnotherValueIsUsed() {
        wrong.put("giveUpHours", "it is no number from 1 to 168; 24 is used");
        assertThat(look()).satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("NOTIFICATION_SETTINGS_WRONG");
            assertThat(finding.why()).contains("giveUpHours", "24 is used");
            assertThat(finding.fix()).contains("io.github.migrationconnector.notifications.cfg");
        });
    }

    @Test
    void warnsOfReceiversWhoDidNotGetIt() {
        channel("");
        delivery(DeliveryState.PARTLY_DELIVERED);
        assertThat(look()).satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("NOTIFICATION_RECEIVERS_REFUSED");
            assertThat(finding.why()).contains("It failed", "away");
        });
        delivery(DeliveryState.DELIVERED);
        assertThat(look().state()).isEqualTo(CheckState.OK);
    }
}
