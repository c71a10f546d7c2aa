package io.github.migrationconnector.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.DeliveryState;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.notifications.internal.channel.Receipt;
import io.github.migrationconnector.notifications.internal.outbox.Letter;
import io.github.migrationconnector.notifications.internal.outbox.Outbox;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often something is tried, and when it is given up. */
final class PostmanTest {
    private static final ChannelKind WEBHOOK = ChannelKind.WEBHOOK;
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Channel CHANNEL =
            new Channel.Webhook(URI.create("https://hooks.example/"), false, "", Set.of(NotificationEvent.RUN_FAILED));

    @TempDir
    private Path home;

    private final HandClock clock = new HandClock();
    private final List<String> sent = new ArrayList<>();
    private final List<List<String>> owed = new ArrayList<>();
    private Receipt receipt = Receipt.WHOLE;
    private Optional<Problem> failure = Optional.empty();
    private String poison = "none";
    private TemporaryDatabase database;
    private Outbox outbox;
    private Postman postman;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        outbox = new Outbox(database, "me", 100);
        postman = new Postman(WEBHOOK, outbox, this::carry, clock, new SplittableRandom(1));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private Receipt carry(Channel channel, Letter letter) {
        Message message = letter.message();
        sent.add(message.title());
        owed.add(letter.receivers().owed());
        if (message.title().equals(poison)) {
            throw Problem.fatal("NOTIFICATION_WEBHOOK_REFUSED", "400", "Look.").asException();
        }
        if (failure.isPresent()) {
            throw failure.get().asException();
        }
        return receipt;
    }

    private void keep(String title) {
        Happening happening = new Happening(
                title, NotificationEvent.RUN_FAILED, clock.instant(), new Happening.Words(title, "", ""), Map.of());
        Message message = Message.of(happening, new ConnectorIdentity("c-0123456789abcdef0", "x"));
        outbox.keep(List.of(new Outbox.Entry(happening, message, Set.of(WEBHOOK))), Map.of(), clock.instant());
    }

    private List<DeliveryState> states() {
        return outbox.deliveries(100).stream().map(Delivery::state).toList();
    }

    @Test
    void bringsAllInTheirOrder() {
        keep("a");
        keep("b");
        postman.bring(CHANNEL, A_DAY);
        assertThat(sent).containsExactly("a", "b");
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void pausesDoublingWhileTheOtherSideIsAway() {
        failure = Optional.of(Problem.passing("NOTIFICATION_SERVER_UNREACHABLE", "away", "Wait."));
        keep("a");
        keep("b");
        List<Integer> seconds = new ArrayList<>();
        for (int second = 0; second < 200; second++) {
            int before = sent.size();
            postman.bring(CHANNEL, A_DAY);
            if (sent.size() > before) {
                seconds.add(second);
            }
            clock.pass(Duration.ofSeconds(1));
        }
        // one attempt each time, for whichever waits longest: after 10, 20, 40, 80 s and up to a fifth more
        assertThat(seconds).hasSize(5);
        assertThat(seconds.get(1)).isBetween(10, 12);
        assertThat(seconds.get(2) - seconds.get(1)).isBetween(20, 25);
        assertThat(seconds.get(3) - seconds.get(2)).isBetween(40, 49);
        assertThat(postman.trouble().problem().message()).isEqualTo("away");
        failure = Optional.empty();
        clock.pass(Duration.ofMinutes(30));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
        assertThat(postman.trouble().isNone()).isTrue();
    }

    @Test
    void oneThatIsRefusedHoldsUpNoOther() {
        poison = "a";
        keep("a");
        keep("b");
        postman.bring(CHANNEL, A_DAY);
        assertThat(sent).containsExactly("a", "b");
        assertThat(states()).containsExactly(DeliveryState.DELIVERED, DeliveryState.WAITING);
    }

    @Test
    void aChannelThatIsShutIsNotHammeredByEveryLetter() {
        failure = Optional.of(Problem.fatal("NOTIFICATION_MAIL_LOGIN_REFUSED", "no such login", "Look."));
        keep("a");
        keep("b");
        keep("c");
        postman.bring(CHANNEL, A_DAY);
        postman.bring(CHANNEL, A_DAY);
        assertThat(sent).hasSize(1);
        failure = Optional.empty();
        clock.pass(Duration.ofSeconds(13));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsOnly(DeliveryState.DELIVERED);
    }

    @Test
    void givesUpAfterTheTimeThatThereIsAndNotBeforeAnAttempt() {
        keep("a");
        keep("b");
        clock.pass(Duration.ofDays(3));
        keep("c");
        failure = Optional.of(Problem.passing("NOTIFICATION_SERVER_UNREACHABLE", "away", "Wait."));
        postman.bring(CHANNEL, A_DAY);
        assertThat(sent).hasSize(1);
        assertThat(states()).containsExactly(DeliveryState.WAITING, DeliveryState.GIVEN_UP, DeliveryState.GIVEN_UP);
    }

    @Test
    void whatIsOldArrivesAllTheSameWhenItCan() {
        keep("a");
        clock.pass(Duration.ofDays(3));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void aSwappedBundleIsNoFailureOfTheOtherSide() {
        failure = Optional.of(new Problem("SERVICE_ABSENT", "swapped", "", Retry.ON_RESUME));
        keep("a");
        clock.pass(Duration.ofDays(3));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsExactly(DeliveryState.WAITING);
        assertThat(outbox.deliveries(1).get(0).attempts()).isZero();
        failure = Optional.empty();
        clock.pass(Duration.ofSeconds(2));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void whoeverCouldNotGetItIsTriedAgainAndNobodyElse() {
        receipt = new Receipt(Map.of("olga@example.com", "451 later"), Map.of());
        keep("a");
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsExactly(DeliveryState.WAITING);
        assertThat(outbox.deliveries(1).get(0).trouble()).isEqualTo("olga@example.com: 451 later");
        // it is no trouble of the channel's
        assertThat(postman.trouble().isNone()).isTrue();
        receipt = Receipt.WHOLE;
        clock.pass(Duration.ofSeconds(13));
        postman.bring(CHANNEL, A_DAY);
        assertThat(owed).containsExactly(List.of(), List.of("olga@example.com"));
        assertThat(states()).containsExactly(DeliveryState.DELIVERED);
        assertThat(outbox.deliveries(1).get(0).trouble()).isEmpty();
    }

    @Test
    void whatSomeReceiversRefuseIsNotDeliveredToAll() {
        receipt = new Receipt(Map.of("olga@example.com", "451 later"), Map.of("ops@example.com", "550 unknown"));
        keep("a");
        postman.bring(CHANNEL, A_DAY);
        receipt = Receipt.WHOLE;
        clock.pass(Duration.ofSeconds(13));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsExactly(DeliveryState.PARTLY_DELIVERED);
        assertThat(outbox.deliveries(1).get(0).trouble()).isEqualTo("ops@example.com: 550 unknown");
        assertThat(outbox.standing(WEBHOOK).lostAt()).isEqualTo(clock.instant());
    }

    @Test
    void whoeverNeverGetsItIsGivenUpAtLast() {
        receipt = new Receipt(Map.of("olga@example.com", "451 later"), Map.of());
        keep("a");
        keep("b");
        postman.bring(CHANNEL, A_DAY);
        clock.pass(Duration.ofDays(2));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsOnly(DeliveryState.PARTLY_DELIVERED);
        assertThat(outbox.deliveries(1).get(0).trouble()).isEqualTo("olga@example.com: 451 later");
        assertThat(sent).hasSize(4);
    }

    @Test
    void aFailureForTheRestOfThemIsGivenUpAsPartOfIt() {
        receipt = new Receipt(Map.of("olga@example.com", "451 later"), Map.of());
        keep("a");
        postman.bring(CHANNEL, A_DAY);
        failure = Optional.of(Problem.passing("NOTIFICATION_SERVER_UNREACHABLE", "away", "Wait."));
        clock.pass(Duration.ofDays(2));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsExactly(DeliveryState.PARTLY_DELIVERED);
        assertThat(outbox.deliveries(1).get(0).trouble()).isEqualTo("olga@example.com: away");
    }

    @Test
    void whoeverRefusesItForGoodAfterAllIsNotTriedForTheWholeDay() {
        receipt = new Receipt(Map.of("olga@example.com", "451 later"), Map.of("eve@example.com", "550 no such user"));
        keep("a");
        postman.bring(CHANNEL, A_DAY);
        failure = Optional.of(
                Problem.fatal("NOTIFICATION_RECEIVERS_REFUSED", "none takes it: olga@example.com: 550 gone", "Look."));
        clock.pass(Duration.ofSeconds(13));
        postman.bring(CHANNEL, A_DAY);
        assertThat(states()).containsExactly(DeliveryState.PARTLY_DELIVERED);
        assertThat(outbox.deliveries(1).get(0).trouble())
                .isEqualTo("eve@example.com: 550 no such user; none takes it: olga@example.com: 550 gone");
        // others have it: the channel works
        assertThat(postman.trouble().isNone()).isTrue();
    }

    /** Whoever mends the channel within the day loses nothing of what nobody has. */
    @Test
    void whatNobodyTookIsKeptUntilTheChannelIsMended() {
        failure = Optional.of(
                Problem.fatal("NOTIFICATION_RECEIVERS_REFUSED", "none takes it: olga@example.com: 550 gone", "Look."));
        keep("a");
        keep("b");
        postman.bring(CHANNEL, A_DAY);
        assertThat(sent).hasSize(1);
        assertThat(states()).containsOnly(DeliveryState.WAITING);
        assertThat(postman.trouble().isNone()).isFalse();
    }

    /** Else a key that AWS refuses would be tried each second for ever, and nobody be told. */
    @Test
    void whatAPersonHasToMendIsAFailureAndNoSwap() {
        failure = Optional.of(new Problem("AWS_KEY_UNKNOWN", "no such key", "Enter another.", Retry.ON_RESUME));
        keep("a");
        postman.bring(CHANNEL, A_DAY);
        assertThat(postman.trouble().problem().message()).isEqualTo("no such key");
        assertThat(outbox.deliveries(1).get(0).attempts()).isEqualTo(1);
    }
}
