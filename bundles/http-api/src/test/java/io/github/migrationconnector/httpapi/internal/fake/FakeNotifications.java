package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.ChannelStatus;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.DeliveryState;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.Notifications;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One webhook, and what was done to it. */
public final class FakeNotifications implements Notifications {
    public final List<String> done = new ArrayList<>();
    public volatile Channel channel = new Channel.Webhook(
            URI.create("https://hooks.example/in"), false, "", Set.of(NotificationEvent.RUN_FAILED));
    public volatile int asked;

    @Override
    public List<ChannelStatus> channels() {
        return List.of(status());
    }

    private ChannelStatus status() {
        return new ChannelStatus(channel, true, Instant.ofEpochSecond(1), Instant.EPOCH, 2, "it does not answer");
    }

    @Override
    public ChannelStatus set(Channel wanted, Secret secret) {
        channel = wanted;
        done.add("set " + secret.<String>reveal(text -> text));
        return status();
    }

    @Override
    public void remove(ChannelKind kind) {
        done.add("remove " + kind.word());
    }

    @Override
    public String test(ChannelKind kind) {
        done.add("test " + kind.word());
        return "id-1";
    }

    @Override
    public List<Delivery> deliveries(int most) {
        asked = most;
        return List.of(new Delivery(
                "id-1",
                ChannelKind.WEBHOOK,
                NotificationEvent.RUN_FAILED,
                Instant.ofEpochSecond(2),
                "Replication of web 01 failed",
                DeliveryState.WAITING,
                1,
                Instant.ofEpochSecond(3),
                "it does not answer"));
    }
}
