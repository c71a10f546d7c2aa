package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.notifications.internal.channel.Deadlines;
import io.github.migrationconnector.notifications.internal.outbox.Outbox;
import io.github.migrationconnector.notifications.internal.watch.Watches;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work that goes on: one thread looks what happens and keeps it, one for each kind of channel brings what is kept, so that
 * one that hangs holds up no other.
 */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long LOOK_MILLIS = 1000;

    /** What is older is told to nobody: shorter than the outbox keeps what was told. */
    private static final Duration NEWS = Duration.ofDays(14);

    /** What is under way ends when it is told to, or soon after. */
    private static final Duration LEAVES = Duration.ofSeconds(5);

    private static final Duration CLEANED = Duration.ofHours(6);

    private final Neighbours neighbours;
    private final Outbox outbox;
    private final Clock clock;
    private final Watches watches;
    private final ScheduledExecutorService looking = threads("notifications-look", 1);
    private final Deadlines deadlines = new Deadlines();
    private final Beginnings beginnings;
    private final Map<ChannelKind, ScheduledExecutorService> walking = new EnumMap<>(ChannelKind.class);
    private final Map<ChannelKind, Postman> postmen = new EnumMap<>(ChannelKind.class);
    private volatile Current current = new Current(Map::of, kind -> true);
    private volatile Duration giveUp = Duration.ofDays(1);
    private Instant cleanedAt = Instant.EPOCH;

    /**
     * What the settings say at the moment.
     *
     * @param inForce the channels that are told, by kind
     * @param isDescribed whether something is said of a channel, be it right or wrong
     */
    record Current(Supplier<Map<ChannelKind, Channel>> inForce, Predicate<ChannelKind> isDescribed) {}

    Rounds(Neighbours neighbours, Outbox outbox, String sender, Clock clock) {
        this.neighbours = neighbours;
        this.outbox = outbox;
        this.clock = clock;
        this.beginnings = new Beginnings(outbox, clock, () -> current.inForce().get());
        this.watches = new Watches(neighbours, sender, outbox::mark);
    }

    private static ScheduledExecutorService threads(String name, int count) {
        return Executors.newScheduledThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Ends what takes too long. */
    Deadlines deadlines() {
        return deadlines;
    }

    /** What is brought, and by whom; before {@link #start}. */
    void use(Postman.Carrier carrier, Current settings, Duration giveUpAfter) {
        current = settings;
        giveUp = giveUpAfter;
        for (ChannelKind kind : ChannelKind.values()) {
            postmen.put(kind, new Postman(kind, outbox, carrier, clock, new SplittableRandom()));
        }
    }

    void giveUpAfter(Duration duration) {
        giveUp = duration;
    }

    /** Begins; each round catches its own failures, and {@link #close} ends them all. */
    void start() {
        ScheduledFuture<?> looks = looking.scheduleWithFixedDelay(
                () -> safely(this::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        LOG.debug("Looks go on: {}", !looks.isDone());
        postmen.keySet().forEach(kind -> {
            ScheduledExecutorService thread = threads("notifications-" + kind.word(), 1);
            walking.put(kind, thread);
            ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                    () -> safely(() -> bring(kind)), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        });
    }

    private static void safely(Runnable round) {
        try {
            round.run();
        } catch (ConnectorException passing) {
            // the store is full or being replaced: what is not kept is seen again
            LOG.warn("Notifications wait: {}", passing.problem().message());
        } catch (RuntimeException failure) {
            LOG.error("A round of the notifications failed", failure);
        }
    }

    /** Looks what happened, and keeps what a channel is to be told. */
    void look() {
        Instant now = clock.instant();
        beginnings.sweep(current.isDescribed()).forEach(kind -> postmen.get(kind)
                .works());
        settle();
        watches.look(now, (happenings, marks) -> keep(happenings, marks, now));
        if (!cleanedAt.plus(CLEANED).isAfter(now)) {
            cleanedAt = now;
            outbox.clean(now);
        }
    }

    private void keep(List<Happening> happenings, Map<String, String> marks, Instant now) {
        List<Outbox.Entry> entries = new ArrayList<>();
        for (Happening happening : happenings) {
            if (happening.at().isBefore(now.minus(NEWS))) {
                // its event may be cleaned away already, and would be told anew
                continue;
            }
            Set<ChannelKind> told = beginnings.told(happening.event(), happening.at());
            if (!told.isEmpty() && !outbox.knows(happening.key())) {
                ConnectorIdentity connector = neighbours.registration().identity();
                entries.add(new Outbox.Entry(happening, Message.of(happening, connector), told));
            }
        }
        if (!entries.isEmpty() || !marks.isEmpty()) {
            outbox.keep(entries, marks, now);
        }
    }

    /** From when on a channel is told. */
    Instant since(ChannelKind kind) {
        return beginnings.of(kind);
    }

    /** Each channel in force is told what happens from now on, unless it was told before. */
    void settle() {
        beginnings.settle();
    }

    private void bring(ChannelKind kind) {
        Channel channel = current.inForce().get().get(kind);
        if (channel != null) {
            postmen.get(kind).bring(channel, giveUp);
        }
    }

    /** Its settings are others, or it was seen to work: what waits is tried at once. */
    void changed(ChannelKind kind) {
        postmen.get(kind).works();
        outbox.hurry(kind, clock.instant());
    }

    /** It is no channel any more: what waits for it, and since when it was told, is forgotten. */
    void removed(ChannelKind kind) {
        beginnings.forget(kind);
        postmen.get(kind).works();
    }

    /** A test has arrived: what was lost before is history. */
    void tested(ChannelKind kind) {
        outbox.remember(Outbox.tested(kind), clock.instant().toString());
        changed(kind);
    }

    /** When a test arrived the last time; {@link Instant#EPOCH} when none did. */
    Instant testedAt(ChannelKind kind) {
        return outbox.mark(Outbox.tested(kind)).map(Instant::parse).orElse(Instant.EPOCH);
    }

    Postman.Trouble trouble(ChannelKind kind) {
        return postmen.get(kind).trouble();
    }

    @Override
    public void close() {
        looking.shutdownNow();
        walking.values().forEach(ScheduledExecutorService::shutdownNow);
        // no interrupt ends the wait for another side: the end of its connection does
        deadlines.close();
        Instant last = Instant.now().plus(LEAVES);
        Stream.concat(Stream.of(looking), walking.values().stream()).forEach(thread -> await(thread, last));
    }

    private static void await(ScheduledExecutorService thread, Instant last) {
        try {
            if (!thread.awaitTermination(Duration.between(Instant.now(), last).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Notifications stop while something of them is still under way");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
