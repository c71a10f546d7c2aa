package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.notifications.internal.channel.Receipt;
import io.github.migrationconnector.notifications.internal.outbox.Letter;
import io.github.migrationconnector.notifications.internal.outbox.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the letters of one channel, one after another. A letter that does not arrive is tried again after a pause that doubles,
 * until it is given up; while the other side is away, its other letters wait too. Of one thread.
 */
final class Postman {
    private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    private static final int MOST_DOUBLINGS = 12;

    /** In one go, so that settings that change meanwhile are noticed. */
    private static final int MOST_AT_ONCE = 50;

    /** What the other side has against one letter alone; all else that it refuses, such as a login, meets the next one too. */
    private static final Set<String> OF_THE_LETTER =
            Set.of("NOTIFICATION_WEBHOOK_REFUSED", "NOTIFICATION_MAIL_REFUSED", "NOTIFICATION_TOPIC_REFUSED");

    /** Each of those whom it went to refuses it for good. */
    private static final String BY_ALL = "NOTIFICATION_RECEIVERS_REFUSED";

    /** No attempt at all: a bundle is being swapped, this one or another, or the secrets are sealed. */
    private static final Set<String> OF_THIS_SIDE =
            Set.of("SERVICE_ABSENT", "SERVICE_MISSING", "STORE_SEALED", "AWS_STOPPING", "NOTIFICATIONS_STOPPING");

    /** Brings a letter once. */
    @FunctionalInterface
    interface Carrier {
        /**
         * Brings it to those of its receivers who have yet to get it.
         *
         * @throws ConnectorException when nobody took it
         */
        Receipt carry(Channel channel, Letter letter);
    }

    private final ChannelKind kind;
    private final Outbox outbox;
    private final Carrier carrier;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private volatile Instant awayUntil = Instant.EPOCH;
    private volatile int failures;
    private volatile Trouble trouble = Trouble.NONE;

    /**
     * Why the last attempt failed.
     *
     * @param problem why
     * @param since when attempts began to fail
     */
    record Trouble(Problem problem, Instant since) {
        static final Trouble NONE = new Trouble(Problem.fatal("NONE", "", ""), Instant.EPOCH);

        boolean isNone() {
            return problem.message().isEmpty();
        }
    }

    Postman(ChannelKind kind, Outbox outbox, Carrier carrier, InstantSource clock, RandomGenerator chance) {
        this.kind = kind;
        this.outbox = outbox;
        this.carrier = carrier;
        this.clock = clock;
        this.chance = chance;
    }

    /** Tries what is due. */
    void bring(Channel channel, Duration giveUp) {
        for (int count = 0; count < MOST_AT_ONCE && !awayUntil.isAfter(clock.instant()); count++) {
            Optional<Letter> due = outbox.due(kind, clock.instant());
            if (due.isEmpty()) {
                return;
            }
            bring(channel, due.get(), giveUp);
        }
    }

    private void bring(Channel channel, Letter letter, Duration giveUp) {
        Receipt receipt;
        try {
            receipt = carrier.carry(channel, letter);
        } catch (ConnectorException failure) {
            if (OF_THIS_SIDE.contains(failure.problem().code())) {
                // not the other side's doing
                awayUntil = clock.instant().plusSeconds(1);
                return;
            }
            if (failure.problem().code().equals(BY_ALL)
                    && !letter.receivers().owed().isEmpty()) {
                // others have it: nothing of it is left to be brought, and the channel works
                arrivedInPart(letter, List.of(failure.problem().message()));
                works();
                return;
            }
            failed(letter, failure.problem(), giveUp);
            return;
        }
        arrived(letter, receipt, giveUp);
        works();
    }

    private void arrived(Letter letter, Receipt receipt, Duration giveUp) {
        Instant now = clock.instant();
        List<String> missed = new ArrayList<>(Receipt.told(receipt.never()));
        boolean tooLate = !letter.keptAt().isAfter(now.minus(giveUp));
        if (!receipt.later().isEmpty() && !tooLate) {
            missed.addAll(0, letter.receivers().missed());
            outbox.owes(
                    letter,
                    new Letter.Receivers(List.copyOf(receipt.later().keySet()), missed),
                    receipt.missed(),
                    now.plus(pause(letter.attempts())));
            return;
        }
        missed.addAll(Receipt.told(receipt.later()));
        if (missed.isEmpty() && letter.receivers().missed().isEmpty()) {
            outbox.delivered(letter, now);
        } else {
            arrivedInPart(letter, missed);
        }
    }

    /** Whoever missed it by now, and those who did before. */
    private void arrivedInPart(Letter letter, List<String> missedNow) {
        List<String> missed = new ArrayList<>(letter.receivers().missed());
        missed.addAll(missedNow);
        outbox.deliveredInPart(letter, missed, clock.instant());
        LOG.warn(
                "'{}' did not arrive at all its receivers: {}", letter.message().title(), missed);
    }

    /** It was seen that the channel works. */
    void works() {
        failures = 0;
        awayUntil = Instant.EPOCH;
        trouble = Trouble.NONE;
    }

    private void failed(Letter letter, Problem problem, Duration giveUp) {
        Instant now = clock.instant();
        trouble = new Trouble(problem, trouble.isNone() ? now : trouble.since());
        outbox.again(letter, problem.message(), now.plus(pause(letter.attempts())));
        if (problem.retry() != Retry.NEVER || !OF_THE_LETTER.contains(problem.code())) {
            // the next letter would meet the same
            int before = failures;
            awayUntil = now.plus(pause(before));
            failures = before + 1;
        }
        // those that wait behind it too; none is given up without an attempt that failed
        int lost = outbox.giveUp(kind, now.minus(giveUp), problem.message(), now);
        if (lost > 0) {
            LOG.warn("{} notifications were given up on {}: {}", lost, kind.word(), problem.message());
        }
    }

    /** Doubling, up to half an hour, and up to a fifth more by chance. */
    private Duration pause(int before) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        Duration bounded = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return bounded.plusMillis((long) (bounded.toMillis() * chance.nextDouble() / 5));
    }

    Trouble trouble() {
        return trouble;
    }
}
