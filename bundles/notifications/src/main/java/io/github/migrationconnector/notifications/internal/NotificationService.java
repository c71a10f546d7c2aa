package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.ChannelStatus;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.Notifications;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.notifications.internal.channel.Instruments;
import io.github.migrationconnector.notifications.internal.channel.Receipt;
import io.github.migrationconnector.notifications.internal.channel.SnsMessenger;
import io.github.migrationconnector.notifications.internal.outbox.Outbox;
import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Notifications by the channels of the settings, from an outbox in the store. */
@Component(
        service = {Notifications.class, WrongSettings.class},
        immediate = true,
        configurationPid = NotificationSettings.PID)
@Designate(ocd = NotificationSettings.class)
public final class NotificationService implements Notifications, WrongSettings {
    /** Shorter ones can be tried out by whoever has seen one signed body. */
    private static final int SHORTEST_KEY = 16;

    private static final int MOST_DELIVERIES = 1000;

    private final Neighbours neighbours;
    private final KeptSettings kept;
    private final Outbox outbox;
    private final Channels channels;
    private final Clock clock;
    private final Rounds rounds;
    private volatile ChannelWords.Read read;

    @Activate
    public NotificationService(
            BundleContext context,
            @Reference Database database,
            @Reference Neighbours neighbours,
            @Reference ConfigurationAdmin configurations,
            NotificationSettings settings) {
        this(
                new Foundation(
                        database,
                        HomeFiles.of(context).sender(),
                        new KeptSettings(configurations, HomeFiles.of(context).conf(), NotificationSettings.PID)),
                neighbours,
                settings,
                Clock.systemUTC());
        rounds.start();
    }

    /**
     * What it stands on.
     *
     * @param database where the outbox is
     * @param sender whose letters of it are ours
     * @param kept where settings are kept
     */
    record Foundation(Database database, String sender, KeptSettings kept) {}

    NotificationService(Foundation foundation, Neighbours neighbours, NotificationSettings settings, Clock clock) {
        this.neighbours = neighbours;
        this.kept = foundation.kept();
        this.clock = clock;
        this.read = ChannelWords.read(settings);
        this.outbox = new Outbox(
                foundation.database(), foundation.sender(), read.limits().mostWaiting());
        this.rounds = new Rounds(neighbours, outbox, foundation.sender(), clock);
        this.channels = new Channels(neighbours, Instruments.usual(clock, rounds.deadlines()));
        rounds.use(
                channels::carry,
                new Rounds.Current(() -> read.inForce(), this::isDescribed),
                read.limits().giveUp());
    }

    private boolean isDescribed(ChannelKind kind) {
        try {
            return ChannelWords.describe(kept.read(), kind);
        } catch (ConnectorException unreadable) {
            // it may say something
            return true;
        }
    }

    /** Looks what is in force now: what we would be given may be older than what {@link #set} has changed meanwhile. */
    @Modified
    synchronized void modified() {
        read = ChannelWords.read(ChannelWords.settings(kept.inForce()));
        rounds.giveUpAfter(read.limits().giveUp());
    }

    @Deactivate
    void close() {
        rounds.close();
    }

    @Override
    public List<ChannelStatus> channels() {
        return read.inForce().values().stream().map(this::status).toList();
    }

    @Override
    public Map<String, String> wrong() {
        return Map.copyOf(read.wrong());
    }

    private ChannelStatus status(Channel channel) {
        Outbox.Standing standing = outbox.standing(channel.kind());
        return new ChannelStatus(
                channel,
                channels.hasSecret(channel.kind()),
                rounds.since(channel.kind()),
                later(standing.deliveredAt(), rounds.testedAt(channel.kind())),
                standing.waiting(),
                rounds.trouble(channel.kind()).problem().message());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }

    @Override
    public synchronized ChannelStatus set(Channel channel, Secret secret) {
        ChannelKind kind = channel.kind();
        requireSecret(channel, secret);
        if (channel instanceof Channel.Sns sns) {
            requireReached(sns);
        }
        if (!secret.isEmpty()) {
            channels.keepSecret(kind, secret);
        }
        kept.change(ChannelWords.write(channel));
        take(kind, Optional.of(channel));
        rounds.settle();
        rounds.changed(kind);
        return status(channel);
    }

    private void requireSecret(Channel channel, Secret secret) {
        if (secret.isEmpty() && needsSecret(channel) && !channels.hasSecret(channel.kind())) {
            throw Problem.fatal(
                            "NOTIFICATION_SECRET_MISSING",
                            "No key or password is kept for this channel, and it needs one.",
                            "Give a webhook the key that its receiver knows, a mail server its user's password.")
                    .asException();
        }
        if (secret.isEmpty() && channel instanceof Channel.Mail mail && needsSecret(mail) && !isKnownTo(mail)) {
            throw Problem.fatal(
                            "NOTIFICATION_SECRET_MISSING",
                            "The password that is kept is not for this mail server and user, and goes to no other.",
                            "Give the password again: the server, its certificate, its TLS or the user is another.")
                    .asException();
        }
        boolean signs = channel instanceof Channel.Webhook;
        if (signs && !secret.isEmpty() && length(secret) < SHORTEST_KEY) {
            throw Problem.fatal(
                            "NOTIFICATION_SECRET_WEAK",
                            "The key is shorter than " + SHORTEST_KEY + " characters.",
                            "Make one by chance, such as with openssl rand -hex 32, and give it to the receiver too.")
                    .asException();
        }
    }

    /** Before AWS is set up nobody knows; then an attempt tells. */
    private void requireReached(Channel.Sns sns) {
        String region;
        try {
            region = neighbours.aws().endpoints().region();
        } catch (ConnectorException unknown) {
            return;
        }
        SnsMessenger.requireRegion(sns.topic(), region);
    }

    private static boolean needsSecret(Channel channel) {
        return channel instanceof Channel.Webhook
                || (channel instanceof Channel.Mail mail && !mail.user().isEmpty());
    }

    /** Whether the kept password is of this server and user. A webhook's key signs, and never leaves. */
    private boolean isKnownTo(Channel.Mail mail) {
        return read.inForce().get(ChannelKind.MAIL) instanceof Channel.Mail current
                && current.server().equals(mail.server())
                && current.user().equals(mail.user());
    }

    private static int length(Secret secret) {
        byte[] bytes = secret.toUtf8();
        Arrays.fill(bytes, (byte) 0);
        return bytes.length;
    }

    @Override
    public synchronized void remove(ChannelKind kind) {
        kept.change(ChannelWords.none(kind));
        take(kind, Optional.empty());
        channels.forgetSecret(kind);
        rounds.removed(kind);
    }

    /** Config Admin tells it too, a moment later. */
    private void take(ChannelKind kind, Optional<Channel> channel) {
        Map<ChannelKind, Channel> changed = new EnumMap<>(ChannelKind.class);
        changed.putAll(read.inForce());
        changed.remove(kind);
        channel.ifPresent(each -> changed.put(kind, each));
        Map<String, String> wrong = new TreeMap<>(read.wrong());
        wrong.remove(kind.word());
        read = new ChannelWords.Read(changed, read.limits(), wrong);
    }

    @Override
    public String test(ChannelKind kind) {
        Channel channel = Optional.ofNullable(read.inForce().get(kind)).orElseThrow(() -> Problem.fatal(
                        "NOTIFICATION_CHANNEL_NOT_SET",
                        "There is no " + kind.word() + " to test.",
                        "Set it first (connector notifications set).")
                .asException());
        Instant now = clock.instant();
        Message message = Message.test(now, neighbours.registration().identity());
        Receipt receipt = channels.send(channel, message);
        if (!receipt.isWhole()) {
            throw Problem.fatal(
                            "NOTIFICATION_RECEIVERS_REFUSED",
                            "The test arrived, but not at all of its receivers: " + receipt.missed(),
                            "Correct those that are named, or take them off the channel.")
                    .asException();
        }
        rounds.tested(kind);
        outbox.hurry(kind, now);
        return message.id();
    }

    @Override
    public List<Delivery> deliveries(int most) {
        return outbox.deliveries(Math.max(1, Math.min(MOST_DELIVERIES, most)));
    }
}
