package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.notifications.internal.outbox.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * From when on each channel is told of each event, on disk: whoever switches one on is not told what happened before, and a
 * restart loses nothing.
 */
final class Beginnings {
    private final Outbox outbox;
    private final InstantSource clock;

    /** What is on disk, as far as it was asked for; guarded by this. */
    private final Map<ChannelKind, Instant> channels = new EnumMap<>(ChannelKind.class);

    private final Map<ChannelKind, Map<NotificationEvent, Instant>> events = new EnumMap<>(ChannelKind.class);

    Beginnings(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** From when on a channel is told anything; from now on when it was not known before. */
    synchronized Instant of(ChannelKind kind) {
        return channels.computeIfAbsent(kind, fresh -> {
            String name = Outbox.since(fresh);
            return outbox.mark(name).map(Instant::parse).orElseGet(() -> {
                Instant now = clock.instant();
                outbox.remember(name, now.toString());
                return now;
            });
        });
    }

    /** The same by event: those that the channel is told, and no others. */
    synchronized Map<NotificationEvent, Instant> of(Channel channel) {
        ChannelKind kind = channel.kind();
        Map<NotificationEvent, Instant> known = events.computeIfAbsent(kind, this::kept);
        if (known.keySet().equals(channel.events())) {
            return known;
        }
        // of a channel that is new, and of one of a home that did not tell events apart
        Instant otherwise = known.isEmpty() ? of(kind) : clock.instant();
        Map<NotificationEvent, Instant> changed = new EnumMap<>(NotificationEvent.class);
        channel.events().forEach(event -> changed.put(event, known.getOrDefault(event, otherwise)));
        outbox.tell(kind, changed);
        Map<NotificationEvent, Instant> unchanging = Collections.unmodifiableMap(changed);
        events.put(kind, unchanging);
        return unchanging;
    }

    private Map<NotificationEvent, Instant> kept(ChannelKind kind) {
        return Collections.unmodifiableMap(outbox.told(kind));
    }

    /** The channel is gone, and what is on disk of it. */
    synchronized void forget(ChannelKind kind) {
        outbox.forget(kind);
        channels.remove(kind);
        events.remove(kind);
    }
}
