package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.ChannelStatus;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.DeliveryState;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.Notifications;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Channels as they were set; a test fails when a problem is planted. */
public final class FakeNotifications implements Notifications {
    public final Map<ChannelKind, Channel> channels = new EnumMap<>(ChannelKind.class);
    public final List<String> done = new ArrayList<>();
    public String trouble = "";

    /** What setting a channel ends with; null when it is taken. */
    public RuntimeException refusal;

    @Override
    public List<ChannelStatus> channels() {
        return channels.values().stream().map(this::status).toList();
    }

    private ChannelStatus status(Channel channel) {
        return new ChannelStatus(channel, true, Instant.ofEpochSecond(1), Instant.EPOCH, 2, trouble);
    }

    @Override
    public ChannelStatus set(Channel channel, Secret secret) {
        if (refusal != null) {
            throw refusal;
        }
        channels.put(channel.kind(), channel);
        done.add("set " + channel.kind() + " " + secret.<String>reveal(text -> text));
        return status(channel);
    }

    @Override
    public void remove(ChannelKind kind) {
        channels.remove(kind);
        done.add("remove " + kind);
    }

    @Override
    public String test(ChannelKind kind) {
        if (!trouble.isEmpty()) {
            throw Problem.passing("NOTIFICATION_SERVER_UNREACHABLE", trouble, "Look.")
                    .asException();
        }
        done.add("test " + kind);
        return "id-1";
    }

    @Override
    public List<Delivery> deliveries(int most) {
        return List.of(new Delivery(
                "id-1",
                ChannelKind.WEBHOOK,
                NotificationEvent.RUN_FAILED,
                Instant.ofEpochSecond(2),
                "Replication of <b>web</b> failed",
                DeliveryState.GIVEN_UP,
                3,
                Instant.EPOCH,
                "it does not answer"));
    }
}
