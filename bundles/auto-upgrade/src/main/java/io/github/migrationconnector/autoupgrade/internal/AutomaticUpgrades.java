package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.upgrade.Automatic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the channel once in each maintenance window, at a moment of its own, so that not all connectors of the world
 * come at once, and puts in force what is newer when the administrator chose that. Asked now and then, more often than each minute.
 *
 * <p>What is known is asked for at any time, also while a channel takes its time: it is one record, which is replaced.
 */
final class AutomaticUpgrades {
    private static final Logger LOG = LoggerFactory.getLogger(AutomaticUpgrades.class);

    /** Said of a set for which nothing is to be done. */
    static final String IN_FORCE = "it is in force";

    private static final Releases.Offer NOTHING = new Releases.Offer("", "");
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(10);

    /** One may be missed since the machine is off, another since the channel is mended. */
    private static final int WINDOWS_OF_SILENCE = 3;

    private final Clock clock;
    private final DoubleSupplier random;
    private final Deeds deeds;
    private volatile Known known;

    /**
     * What is known.
     *
     * @param opening the window that {@code due} was chosen for
     * @param due when to do something next
     * @param last the last look
     * @param offer what waits
     */
    private record Known(Optional<Window.Opening> opening, Instant due, Look last, Releases.Offer offer) {
        Known due(Instant next) {
            return new Known(opening, next, last, offer);
        }

        Known of(Window.Opening current, Instant next) {
            return new Known(Optional.of(current), next, last, offer);
        }

        Known with(Look look) {
            return new Known(opening, due, look, offer);
        }

        Known with(Releases.Offer found) {
            return new Known(opening, due, last, found);
        }
    }

    /** What it does, and what it asks for that. */
    interface Deeds {
        /** Whether the administrator wants it. */
        boolean chosen();

        /**
         * The run that must not be disturbed, a cut-over; empty when there is none.
         *
         * @throws ConnectorException when nobody can tell
         */
        Optional<Run> cutOver();

        /** Why a set is not to be put in force by itself: in force already, pinned, put back before; empty when it is. */
        Optional<String> hindrance(String set);

        Releases.Offer look();

        /**
         * Begins; refuses like a hand that accepts no loss.
         *
         * @param hindrance why not now; asked again when all is fetched, which takes its time
         */
        void apply(String set, Supplier<Optional<String>> hindrance);

        /** Removes what is too old. */
        void tidy();

        /** The last look, also of an earlier life. */
        Look lastLook();

        /** Keeps a look for later lives. */
        void keep(Look look);
    }

    /**
     * Makes one.
     *
     * @param random from 0 to 1
     */
    AutomaticUpgrades(Clock clock, DoubleSupplier random, Deeds deeds) {
        this.clock = clock;
        this.random = random;
        this.deeds = deeds;
        this.known = new Known(Optional.empty(), Instant.EPOCH, deeds.lastLook(), NOTHING);
    }

    /**
     * Does what is due.
     *
     * @param spread the part of the window, from 0 to 1, in which the moment lies: an upgrade that begins in it still ends
     *     in the window
     * @param channel its URL; empty when none is set
     */
    synchronized void tick(Window window, double spread, String channel) {
        Instant now = clock.instant();
        follow(channel);
        Window.Opening current = window.at(now);
        if (known.opening.isEmpty() || !known.opening.get().equals(current)) {
            known = known.of(current, inside(current, now, spread));
        }
        if (!channel.isEmpty() && known.last.good().equals(Instant.EPOCH)) {
            // it is waited for from now on
            note(known.last.good(now));
        }
        if (!current.contains(now) || now.isBefore(known.due)) {
            return;
        }
        deeds.tidy();
        if (channel.isEmpty()) {
            known = known.due(current.to());
            return;
        }
        try {
            boolean done = look(now);
            known = known.due(done ? current.to() : now.plus(AFTER_TROUBLE));
        } catch (ConnectorException e) {
            LOG.warn("The channel of upgrades: {}", e.getMessage());
            note(known.last.trouble(words(e)));
            known = known.due(now.plus(AFTER_TROUBLE));
        }
    }

    /** Another channel is waited for anew, and has offered nothing yet. */
    private void follow(String channel) {
        if (!channel.equals(known.last.channel())) {
            known = new Known(Optional.empty(), Instant.EPOCH, Look.of(channel), NOTHING);
        }
    }

    private static String words(ConnectorException failure) {
        return failure.problem().code() + ": " + failure.problem().message();
    }

    /** Not before now when the daemon came up in the middle of a window, and never in its last part. */
    private Instant inside(Window.Opening of, Instant now, double spread) {
        Instant from = now.isAfter(of.from()) ? now : of.from();
        Duration most = Duration.ofMillis((long) (of.length().toMillis() * spread));
        Instant latest = of.from().plus(most);
        if (spread > 0 && from.isAfter(latest)) {
            return of.to();
        }
        long room = Math.max(0, Duration.between(from, latest).toMillis());
        return from.plusMillis((long) (room * random.getAsDouble()));
    }

    /** Whether all that was to be done in this window is done. */
    private boolean look(Instant now) {
        lookOnly(now);
        Releases.Offer offer = known.offer;
        if (offer.set().isEmpty() || !deeds.chosen()) {
            return true;
        }
        Optional<String> hindrance = deeds.hindrance(offer.set());
        if (hindrance.isPresent()) {
            note(known.last.trouble(hindrance.get()));
            return true;
        }
        Optional<String> cutOver = cutOver();
        if (cutOver.isPresent()) {
            note(known.last.trouble(cutOver.get()));
            return false;
        }
        deeds.apply(offer.set(), this::cutOver);
        return true;
    }

    private Optional<String> cutOver() {
        try {
            return deeds.cutOver().map(run -> "waits for the cut-over " + run.id());
        } catch (ConnectorException e) {
            // a busy store, a replication that is away: there may be one
            return Optional.of("waits until it can be told whether a cut-over is under way: " + words(e));
        }
    }

    /** What was begun was not carried out after all; it is tried again, as after trouble. */
    synchronized void putOff(String why) {
        note(known.last.trouble(why));
        known = known.due(clock.instant().plus(AFTER_TROUBLE));
    }

    /** Looks because a hand asks for it; what comes of it is known as of any other look. */
    synchronized void lookOnly(String channel) {
        follow(channel);
        lookOnly(clock.instant());
    }

    private void lookOnly(Instant now) {
        known = known.with(known.last.begun(now));
        Releases.Offer found = found();
        note(known.last.good(now));
        // what is in force is no offer
        known = known.with(deeds.hindrance(found.set())
                .filter(IN_FORCE::equals)
                .map(ignored -> NOTHING)
                .orElse(found));
    }

    private Releases.Offer found() {
        try {
            return deeds.look();
        } catch (RuntimeException e) {
            // without a channel there is none that could be in trouble
            if (!known.last.channel().isEmpty()) {
                note(known.last.trouble(e instanceof ConnectorException refusal ? words(refusal) : e.toString()));
            }
            throw e;
        }
    }

    private void note(Look look) {
        known = known.with(look);
        deeds.keep(look);
    }

    /** What is known; waits for nothing. */
    Automatic view(Window window, String channel) {
        Known all = known;
        // one that was just changed is followed at the next tick
        Known now =
                all.last.channel().equals(channel) ? all : new Known(all.opening, all.due, Look.of(channel), NOTHING);
        Instant next = channel.isEmpty() || now.opening.isEmpty()
                ? Instant.EPOCH
                : now.opening.get().to().equals(now.due) ? window.at(now.due).from() : now.due;
        return new Automatic(
                deeds.chosen(),
                channel,
                window.words(),
                next,
                now.last.at(),
                channel.isEmpty() ? Instant.EPOCH : silentSince(window, now.last.good()),
                now.offer.set(),
                now.offer.notes(),
                now.last.trouble());
    }

    private Instant silentSince(Window window, Instant good) {
        if (good.equals(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        Instant patience = good;
        for (int i = 0; i < WINDOWS_OF_SILENCE; i++) {
            patience = window.at(patience).to();
        }
        return clock.instant().isAfter(patience) ? good : Instant.EPOCH;
    }
}
