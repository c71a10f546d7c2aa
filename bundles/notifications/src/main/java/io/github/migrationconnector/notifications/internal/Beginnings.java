package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.notifications.internal.outbox.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * From when on each channel is told of each event, on disk: whoever switches one on is not told what happened before, and a
 * restart loses nothing.
 */
final class Beginnings {
    private final Outbox outbox;
    private final InstantSource clock;
    private final Supplier<Map<ChannelKind, Channel>> inForce;

    /** What is on disk, as far as it was asked for; guarded by this. */
    private final Map<ChannelKind, Instant> channels = new EnumMap<>(ChannelKind.class);

    private final Map<ChannelKind, Map<NotificationEvent, Instant>> events = new EnumMap<>(ChannelKind.class);

    /** Of which nothing is on disk for certain. */
    private final Set<ChannelKind> forgotten = EnumSet.noneOf(ChannelKind.class);

    /**
     * Of the channels in force.
     *
     * @param inForce asked for under our lock alone: what somebody else has seen may have been changed since, and would
     *     end and renew what a channel is told
     */
    Beginnings(Outbox outbox, InstantSource clock, Supplier<Map<ChannelKind, Channel>> inForce) {
        this.outbox = outbox;
        this.clock = clock;
        this.inForce = inForce;
    }

    /** Each channel in force is told from now on what it was not told before; no event that it is not told is remembered. */
    synchronized void settle() {
        inForce.get().values().forEach(this::settle);
    }

    /** Who is told of an event that happened then: those that want it, and were there. */
    synchronized Set<ChannelKind> told(NotificationEvent event, Instant at) {
        return inForce.get().values().stream()
                .filter(channel -> Optional.ofNullable(settle(channel).get(event))
                        .filter(since -> !since.isAfter(at))
                        .isPresent())
                .map(Channel::kind)
                .collect(Collectors.toSet());
    }

    /** From when on a channel is told anything; from now on when it was not known before. */
    synchronized Instant of(ChannelKind kind) {
        return inForce.get().containsKey(kind) ? begun(kind) : clock.instant();
    }

    private Instant begun(ChannelKind kind) {
        forgotten.remove(kind);
        return channels.computeIfAbsent(kind, fresh -> {
            String name = Outbox.since(fresh);
            return outbox.mark(name).map(Instant::parse).orElseGet(() -> {
                Instant now = clock.instant();
                outbox.remember(name, now.toString());
                return now;
            });
        });
    }

    private Map<NotificationEvent, Instant> settle(Channel channel) {
        ChannelKind kind = channel.kind();
        Map<NotificationEvent, Instant> known = events.computeIfAbsent(kind, this::kept);
        if (known.keySet().equals(channel.events())) {
            return known;
        }
        // of a channel that is new, and of one of a home that did not tell events apart
        Instant otherwise = known.isEmpty() ? begun(kind) : clock.instant();
        Map<NotificationEvent, Instant> changed = new EnumMap<>(NotificationEvent.class);
        channel.events().forEach(event -> changed.put(event, known.getOrDefault(event, otherwise)));
        forgotten.remove(kind);
        outbox.tell(kind, changed);
        Map<NotificationEvent, Instant> unchanging = Collections.unmodifiableMap(changed);
        events.put(kind, unchanging);
        return unchanging;
    }

    private Map<NotificationEvent, Instant> kept(ChannelKind kind) {
        return Collections.unmodifiableMap(outbox.told(kind));
    }

    /**
     * Forgets channels that somebody took out of the settings by hand.
     *
     * @param isDescribed whether the settings still say something of one that is not in force: it may be written wrong, or
     *     not be read yet after a start
     * @return which
     */
    synchronized Set<ChannelKind> sweep(Predicate<ChannelKind> isDescribed) {
        Set<ChannelKind> swept = EnumSet.noneOf(ChannelKind.class);
        for (ChannelKind kind : ChannelKind.values()) {
            if (!forgotten.contains(kind) && !inForce.get().containsKey(kind) && !isDescribed.test(kind)) {
                forget(kind);
                swept.add(kind);
            }
        }
        return swept;
    }

    /** The channel is gone, and what is on disk of it. */
    synchronized void forget(ChannelKind kind) {
        outbox.forget(kind);
        channels.remove(kind);
        events.remove(kind);
        forgotten.add(kind);
    }
}
