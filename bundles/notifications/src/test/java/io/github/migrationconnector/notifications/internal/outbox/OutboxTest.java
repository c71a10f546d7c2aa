package io.github.migrationconnector.notifications.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.DeliveryState;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Message;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutboxTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final ChannelKind WEBHOOK = ChannelKind.WEBHOOK;

    @TempDir
    private Path home;

    private TemporaryDatabase database;
    private Outbox outbox;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        outbox = new Outbox(database, "me", 3);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private static Outbox.Entry entry(String key) {
        Happening happening = new Happening(
                key, NotificationEvent.RUN_FAILED, NOW, new Happening.Words("Title of " + key, "", ""), Map.of());
        Message message = Message.of(happening, new ConnectorIdentity("c-0123456789abcdef0", "x"));
        return new Outbox.Entry(happening, message, Set.of(WEBHOOK));
    }

    @Test
    void whatIsKeptWaitsOverARestart() {
        Outbox.Entry entry = entry("run/1");
        outbox.keep(List.of(entry), Map.of("health", "HEALTHY"), NOW);
        Outbox after = new Outbox(database, "me", 3);
        Letter letter = after.due(WEBHOOK, NOW).orElseThrow();
        assertThat(letter.message()).isEqualTo(entry.message());
        assertThat(after.mark("health")).contains("HEALTHY");
        assertThat(after.knows("run/1")).isTrue();
        assertThat(after.knows("run/2")).isFalse();
    }

    @Test
    void theSameIsKeptOnceWhoeverSeesIt() {
        outbox.keep(List.of(entry("run/1")), Map.of(), NOW);
        outbox.keep(List.of(entry("run/1")), Map.of(), NOW);
        Outbox other = new Outbox(database, "other", 3);
        other.keep(List.of(entry("run/1"), entry("run/2")), Map.of(), NOW);
        assertThat(outbox.deliveries(10)).hasSize(1);
        assertThat(other.deliveries(10)).extracting(Delivery::title).containsExactly("Title of run/2");
    }

    @Test
    void aLetterIsTriedAgainLaterAndDeliveredOnce() {
        outbox.keep(List.of(entry("run/1"), entry("run/2")), Map.of(), NOW);
        Letter first = outbox.due(WEBHOOK, NOW).orElseThrow();
        outbox.again(first, "away", NOW.plusSeconds(10));
        Letter second = outbox.due(WEBHOOK, NOW).orElseThrow();
        assertThat(second.number()).isGreaterThan(first.number());
        outbox.delivered(second, NOW);
        assertThat(outbox.due(WEBHOOK, NOW.plusSeconds(9))).isEmpty();
        Letter again = outbox.due(WEBHOOK, NOW.plusSeconds(10)).orElseThrow();
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.message()).isEqualTo(first.message());
        outbox.hurry(WEBHOOK, NOW.plusSeconds(1));
        assertThat(outbox.due(WEBHOOK, NOW.plusSeconds(1))).isPresent();
        assertThat(outbox.standing(WEBHOOK)).isEqualTo(new Outbox.Standing(1, NOW, Instant.EPOCH));
    }

    @Test
    void whatWaitedTooLongIsGivenUpWithTheReason() {
        outbox.keep(List.of(entry("run/1")), Map.of(), NOW);
        outbox.keep(List.of(entry("run/2")), Map.of(), NOW.plusSeconds(5));
        assertThat(outbox.giveUp(WEBHOOK, NOW, "away", NOW.plusSeconds(9))).isEqualTo(1);
        assertThat(outbox.deliveries(10))
                .extracting(Delivery::state, Delivery::trouble)
                .containsExactly(tuple(DeliveryState.WAITING, ""), tuple(DeliveryState.GIVEN_UP, "away"));
        assertThat(outbox.standing(WEBHOOK).lostAt()).isEqualTo(NOW.plusSeconds(9));
    }

    @Test
    void theOldestMakesRoom() {
        List.of("run/1", "run/2", "run/3", "run/4").forEach(key -> outbox.keep(List.of(entry(key)), Map.of(), NOW));
        assertThat(outbox.deliveries(10))
                .extracting(Delivery::state)
                .containsExactly(
                        DeliveryState.WAITING, DeliveryState.WAITING, DeliveryState.WAITING, DeliveryState.DROPPED);
        assertThat(outbox.standing(WEBHOOK).waiting()).isEqualTo(3);
    }

    private static final Letter.Receivers IN_PART = new Letter.Receivers(
            List.of("olga@example.com", "otto@example.com"), List.of("eve@example.com: 550 unknown"));

    @Test
    void whatSomeHaveAndIsGivenUpNamesTheOthers() {
        outbox.keep(List.of(entry("run/1")), Map.of(), NOW);
        outbox.owes(outbox.due(WEBHOOK, NOW).orElseThrow(), IN_PART, "451 later", NOW);
        outbox.giveUp(WEBHOOK, NOW, "away", NOW);
        assertThat(outbox.deliveries(10))
                .extracting(Delivery::state, Delivery::trouble)
                .containsExactly(tuple(
                        DeliveryState.PARTLY_DELIVERED,
                        "eve@example.com: 550 unknown; olga@example.com, otto@example.com: away"));
    }

    @Test
    void whatSomeHaveAndMakesRoomIsNotToldAsDropped() {
        outbox.keep(List.of(entry("run/1")), Map.of(), NOW);
        outbox.owes(outbox.due(WEBHOOK, NOW).orElseThrow(), IN_PART, "451 later", NOW);
        List.of("run/2", "run/3", "run/4").forEach(key -> outbox.keep(List.of(entry(key)), Map.of(), NOW));
        Delivery oldest = outbox.deliveries(10).get(3);
        assertThat(oldest.state()).isEqualTo(DeliveryState.PARTLY_DELIVERED);
        assertThat(oldest.trouble())
                .isEqualTo("eve@example.com: 550 unknown; olga@example.com, otto@example.com: too many waited");
    }

    @Test
    void forgetsWhatIsOldButNothingThatWaits() {
        outbox.keep(List.of(entry("run/1"), entry("run/2")), Map.of(), NOW);
        outbox.delivered(outbox.due(WEBHOOK, NOW).orElseThrow(), NOW);
        outbox.clean(NOW.plus(Duration.ofDays(29)));
        assertThat(outbox.deliveries(10)).hasSize(2);
        outbox.clean(NOW.plus(Duration.ofDays(31)));
        assertThat(outbox.deliveries(10)).extracting(Delivery::state).containsExactly(DeliveryState.WAITING);
        assertThat(outbox.knows("run/1")).isFalse();
    }

    @Test
    void forgetsAChannel() {
        outbox.keep(List.of(entry("run/1")), Map.of(Outbox.since(WEBHOOK), NOW.toString()), NOW);
        outbox.remember(Outbox.tested(WEBHOOK), NOW.toString());
        outbox.forget(WEBHOOK);
        assertThat(outbox.deliveries(10)).isEmpty();
        assertThat(outbox.mark(Outbox.tested(WEBHOOK))).isEmpty();
        assertThat(outbox.mark(Outbox.since(WEBHOOK))).isEmpty();
    }

    /** One that is still being sent when its channel is removed has to stay another one than those that come later. */
    @Test
    void aNumberIsOfOneLetterForEver() {
        outbox.keep(List.of(entry("run/1")), Map.of(), NOW);
        Letter onItsWay = outbox.due(WEBHOOK, NOW).orElseThrow();
        outbox.forget(WEBHOOK);
        outbox.keep(List.of(entry("run/2")), Map.of(), NOW);
        outbox.delivered(onItsWay, NOW);
        assertThat(outbox.deliveries(10)).extracting(Delivery::state).containsExactly(DeliveryState.WAITING);
        assertThat(new Outbox(database, "me", 3).due(WEBHOOK, NOW).orElseThrow().number())
                .isGreaterThan(onItsWay.number());
    }

    @Test
    void keysOfAnyLengthAndContentAreKept() {
        String name = "n".repeat(400);
        for (String key : List.of(name, name + "/1", "login/\u0000/\ud800", "login/\u0000/\ud801", "満".repeat(300))) {
            assertThat(outbox.knows(key)).isFalse();
            outbox.keep(List.of(entry(key)), Map.of(), NOW);
            assertThat(outbox.knows(key)).isTrue();
        }
        assertThat(outbox.deliveries(10)).hasSize(5);
    }
}
