package io.github.migrationconnector.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.ChannelKind;
import io.github.migrationconnector.api.notification.Delivery;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.upgrade.Automatic;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradeProgress;
import io.github.migrationconnector.api.upgrade.UpgradeRecord;
import io.github.migrationconnector.api.upgrade.UpgradeStatus;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.notifications.internal.channel.Instruments;
import io.github.migrationconnector.notifications.internal.channel.Receipt;
import io.github.migrationconnector.notifications.internal.channel.WebhookMessenger;
import io.github.migrationconnector.notifications.internal.outbox.Outbox;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of all that happens is kept for a channel. */
final class RoundsTest {
    private static final ChannelKind WEBHOOK = ChannelKind.WEBHOOK;

    @TempDir
    private Path home;

    private final HandClock clock = new HandClock();
    private final List<UpgradeRecord> history = new ArrayList<>();
    private final Map<ChannelKind, Channel> inForce = new EnumMap<>(ChannelKind.class);
    private Set<ChannelKind> described = Set.of();
    private TemporaryDatabase database;
    private Outbox outbox;
    private Rounds rounds;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        outbox = new Outbox(database, "me", 100);
        rounds = rounds();
    }

    @AfterEach
    void stop() {
        rounds.close();
        database.close();
    }

    private Rounds rounds() {
        Automatic never = new Automatic(false, "", "", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, "", "", "");
        FakeNeighbours neighbours = new FakeNeighbours()
                .with(
                        Upgrades.class,
                        "status",
                        unused -> new UpgradeStatus(
                                "2", UpgradeProgress.NONE, "1", false, List.of(), never, List.copyOf(history)));
        Rounds made = new Rounds(neighbours, outbox, "me", clock);
        made.use((channel, letter) -> Receipt.WHOLE, current(() -> inForce), Duration.ofDays(1));
        return made;
    }

    private Rounds.Current current(Supplier<Map<ChannelKind, Channel>> channels) {
        return new Rounds.Current(channels, kind -> described.contains(kind));
    }

    private void tell(NotificationEvent... events) {
        inForce.put(WEBHOOK, new Channel.Webhook(URI.create("https://hooks.example/"), false, "", Set.of(events)));
    }

    private void upgradeTo(String set) {
        Instant ended = clock.instant();
        history.add(new UpgradeRecord("1", set, ended.minusSeconds(60), ended, UpgradeOutcome.GOOD, ""));
    }

    private List<String> titlesAfterALook() {
        clock.pass(Duration.ofSeconds(20));
        rounds.look();
        return outbox.deliveries(100).stream().map(Delivery::title).toList();
    }

    @Test
    void anEventThatIsSwitchedOnLaterIsToldFromThenOn() {
        tell(NotificationEvent.RUN_FAILED);
        assertThat(titlesAfterALook()).isEmpty();
        upgradeTo("2");
        assertThat(titlesAfterALook()).isEmpty();
        clock.pass(Duration.ofDays(3));
        tell(NotificationEvent.RUN_FAILED, NotificationEvent.UPGRADE_COMPLETED);
        assertThat(titlesAfterALook()).isEmpty();
        upgradeTo("3");
        assertThat(titlesAfterALook()).containsExactly("Upgraded to 3");
    }

    @Test
    void whatHappenedWhileAnEventWasOffIsNotToldAfterwards() {
        tell(NotificationEvent.RUN_FAILED, NotificationEvent.UPGRADE_COMPLETED);
        assertThat(titlesAfterALook()).isEmpty();
        tell(NotificationEvent.RUN_FAILED);
        assertThat(titlesAfterALook()).isEmpty();
        upgradeTo("2");
        assertThat(titlesAfterALook()).isEmpty();
        tell(NotificationEvent.UPGRADE_COMPLETED);
        assertThat(titlesAfterALook()).isEmpty();
        upgradeTo("3");
        assertThat(titlesAfterALook()).containsExactly("Upgraded to 3");
    }

    @Test
    void whatHappensOverARestartIsTold() {
        tell(NotificationEvent.UPGRADE_COMPLETED);
        assertThat(titlesAfterALook()).isEmpty();
        rounds.close();
        upgradeTo("2");
        rounds = rounds();
        assertThat(titlesAfterALook()).containsExactly("Upgraded to 2");
    }

    /** Somebody changes the channel while the round that looks has it as it was a moment before. */
    @Test
    @Timeout(60)
    void whoeverLooksWhileTheChannelIsChangedTellsNothingOfTheOldOne() throws Exception {
        tell(NotificationEvent.RUN_FAILED);
        rounds.settle();
        Thread other = new Thread(() -> {
            tell(NotificationEvent.RUN_FAILED, NotificationEvent.UPGRADE_COMPLETED);
            rounds.settle();
        });
        rounds.use((channel, letter) -> Receipt.WHOLE, current(() -> seenBefore(other)), Duration.ofDays(1));
        assertThat(titlesAfterALook()).isEmpty();
        other.join();
        clock.pass(Duration.ofSeconds(20));
        upgradeTo("2");
        assertThat(titlesAfterALook()).containsExactly("Upgraded to 2");
    }

    /** What is in force as it is asked for; a change that has yet to begin gets as far as it can before the answer is used. */
    private Map<ChannelKind, Channel> seenBefore(Thread change) {
        Map<ChannelKind, Channel> seen = Map.copyOf(inForce);
        if (change.getState() == Thread.State.NEW) {
            change.start();
            while (change.isAlive() && change.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        }
        return seen;
    }

    @Test
    void aChannelThatIsGoneFromTheSettingsIsForgotten() {
        tell(NotificationEvent.UPGRADE_COMPLETED);
        assertThat(titlesAfterALook()).isEmpty();
        upgradeTo("2");
        assertThat(titlesAfterALook()).containsExactly("Upgraded to 2");
        inForce.clear();
        described = Set.of(WEBHOOK);
        // somebody has written a word wrong: it waits to be mended
        assertThat(titlesAfterALook()).containsExactly("Upgraded to 2");
        described = Set.of();
        assertThat(titlesAfterALook()).isEmpty();
        upgradeTo("3");
        clock.pass(Duration.ofSeconds(20));
        tell(NotificationEvent.UPGRADE_COMPLETED);
        assertThat(titlesAfterALook()).isEmpty();
        upgradeTo("4");
        assertThat(titlesAfterALook()).containsExactly("Upgraded to 4");
    }

    @Test
    void whoeverAsksForAChannelThatIsGoneLeavesNoMarkOfIt() {
        assertThat(rounds.since(WEBHOOK)).isEqualTo(clock.instant());
        assertThat(outbox.mark(Outbox.since(WEBHOOK))).isEmpty();
    }

    /** A home in which it is known since when a channel is told, and nothing of its events. */
    @Test
    void anEventOfAHomeThatKnewOnlyTheChannelsIsToldSinceTheChannelIs() {
        outbox.remember(Outbox.since(WEBHOOK), clock.instant().toString());
        upgradeTo("2");
        tell(NotificationEvent.UPGRADE_COMPLETED);
        assertThat(titlesAfterALook()).containsExactly("Upgraded to 2");
    }

    /** Its thread would outlive the bundle, and fail at the next class that it needs. */
    @Test
    @Timeout(60)
    void noThreadStaysWithAServerThatDripsWhenTheBundleStops() throws Exception {
        try (ServerSocket dripping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Channel.Webhook webhook = new Channel.Webhook(
                    URI.create("http://127.0.0.1:" + dripping.getLocalPort() + "/"),
                    true,
                    "",
                    Set.of(NotificationEvent.UPGRADE_COMPLETED));
            inForce.put(WEBHOOK, webhook);
            Instruments instruments = Instruments.usual(clock, rounds.deadlines());
            rounds.use(
                    (channel, letter) -> new WebhookMessenger(webhook, () -> ProxySettings.NONE, instruments)
                            .send(letter.message(), Secret.of("a long enough key")),
                    current(() -> inForce),
                    Duration.ofDays(1));
            assertThat(titlesAfterALook()).isEmpty();
            upgradeTo("2");
            assertThat(titlesAfterALook()).hasSize(1);
            rounds.start();
            try (Socket client = dripping.accept()) {
                client.getOutputStream().write("HTTP".getBytes(StandardCharsets.US_ASCII));
                List<Thread> threads = threads();
                assertThat(threads).isNotEmpty();
                rounds.close();
                for (Thread thread : threads) {
                    // its pool has ended; the thread is at its last steps
                    thread.join(5_000);
                    assertThat(thread.isAlive()).isFalse();
                }
            }
            assertThat(outbox.deliveries(1).get(0).attempts()).isZero();
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("notifications-webhook"))
                .toList();
    }
}
