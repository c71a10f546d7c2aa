package io.github.migrationconnector.autoupgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.upgrade.Automatic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upgrades without a hand, minute by minute of a clock that the test turns. */
final class AutomaticUpgradesTest {
    private static final Window WINDOW = Window.parse("", "01:00", "05:00", ZoneOffset.UTC);
    private static final String CHANNEL = "https://releases.example/";

    private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-30T12:00:00Z"));
    private final Deeds deeds = new Deeds();
    private double random = 0.5;
    private String channel = CHANNEL;
    private AutomaticUpgrades upgrades = new AutomaticUpgrades(clock, () -> random, deeds);

    @Test
    void looksAndAppliesOnceInTheWindowAtAMomentOfItsOwn() {
        List<Instant> applied = turn(Duration.ofHours(24));
        // half of three quarters of four hours
        assertThat(applied).containsExactly(Instant.parse("2026-12-01T02:30:00Z"));
        assertThat(deeds.looks).isEqualTo(1);
        random = 0;
        // the moment in the next window was chosen when the last one closed
        assertThat(turn(Duration.ofHours(24))).containsExactly(Instant.parse("2026-12-02T02:30:00Z"));
        assertThat(turn(Duration.ofHours(24))).containsExactly(Instant.parse("2026-12-03T01:00:00Z"));
    }

    @Test
    void onlyLooksWhenItIsNotChosen() {
        deeds.chosen = false;
        assertThat(turn(Duration.ofHours(24))).isEmpty();
        assertThat(deeds.looks).isEqualTo(1);
        Automatic view = upgrades.view(WINDOW, CHANNEL);
        assertThat(view.offered()).isEqualTo("2");
        assertThat(view.notes()).isEqualTo("better");
        assertThat(view.nextLook()).isEqualTo(Instant.parse("2026-12-02T02:30:00Z"));
    }

    @Test
    void waitsForACutOverWithinTheWindowAndNeverBeyondIt() {
        deeds.cutOver = Optional.of(run());
        assertThat(turn(Duration.ofHours(14))).isEmpty();
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-12-01T02:00:00Z"));
        turn(Duration.ofMinutes(45));
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).contains("cut-over sms-run-1");
        deeds.cutOver = Optional.empty();
        assertThat(turn(Duration.ofMinutes(20))).hasSize(1);
        deeds.cutOver = Optional.of(run());
        assertThat(turn(Duration.ofHours(27))).as("the whole next window").isEmpty();
        deeds.cutOver = Optional.empty();
        assertThat(turn(Duration.ofHours(18))).as("its end is its end").isEmpty();
    }

    @Test
    void aCutOverThatBeginsWhileTheReleaseIsFetchedIsNotDisturbedEither() {
        deeds.amidFetch = () -> deeds.cutOver = Optional.of(run());
        assertThat(turn(Duration.ofHours(15))).isEmpty();
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).contains("cut-over sms-run-1");
        deeds.amidFetch = () -> {};
        deeds.cutOver = Optional.empty();
        assertThat(turn(Duration.ofMinutes(20)))
                .as("tried again in the same window")
                .hasSize(1);
    }

    @Test
    void oneThatBeginsAtTheLastMomentPutsItOff() {
        turn(Duration.ofMinutes(14 * 60 + 30));
        assertThat(deeds.applied).hasSize(1);
        deeds.cutOver = Optional.of(run());
        deeds.atTheLast.get().ifPresent(upgrades::putOff);
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).contains("cut-over sms-run-1");
        deeds.cutOver = Optional.empty();
        assertThat(turn(Duration.ofMinutes(20)))
                .as("tried again in the same window")
                .hasSize(1);
    }

    @Test
    void waitsAsLongAsNobodyCanTellWhetherThereIsACutOver() {
        deeds.silent = true;
        assertThat(turn(Duration.ofHours(15))).isEmpty();
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).contains("STORE_BUSY");
        deeds.silent = false;
        assertThat(turn(Duration.ofMinutes(20)))
                .as("tried again in the same window")
                .hasSize(1);
        deeds.silent = true;
        assertThat(deeds.atTheLast.get()).get().asString().contains("STORE_BUSY");
    }

    @Test
    void leavesWhatHasAHindrance() {
        deeds.hindrance = Optional.of("it was put back before: it burnt");
        assertThat(turn(Duration.ofHours(24))).isEmpty();
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).contains("it burnt");
        deeds.hindrance = Optional.of(AutomaticUpgrades.IN_FORCE);
        assertThat(turn(Duration.ofHours(24))).isEmpty();
        assertThat(upgrades.view(WINDOW, CHANNEL).offered())
                .as("what is in force is no offer")
                .isEmpty();
    }

    @Test
    void triesAgainAfterTroubleAsLongAsTheWindowIsOpen() {
        deeds.trouble = true;
        turn(Duration.ofHours(24));
        // from 2:30 to 5:00 each ten minutes
        assertThat(deeds.looks).isEqualTo(15);
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).startsWith("UPGRADE_SOURCE_UNREADABLE");
    }

    /** A channel that says nothing for minutes must not keep anybody from the state of upgrades. */
    @Test
    void tellsWhatIsKnownWhileAChannelTakesItsTime() throws Exception {
        turn(Duration.ofHours(14));
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        deeds.amidLook = () -> {
            looking.countDown();
            await(answered);
        };
        Thread ticking = new Thread(() -> turn(Duration.ofHours(1)));
        ticking.start();
        looking.await();
        try {
            assertThat(CompletableFuture.supplyAsync(() -> upgrades.view(WINDOW, CHANNEL))
                            .get(20, TimeUnit.SECONDS)
                            .offered())
                    .isEmpty();
        } finally {
            answered.countDown();
            ticking.join();
        }
        assertThat(upgrades.view(WINDOW, CHANNEL).offered()).isEqualTo("2");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void tellsSinceWhenTheChannelHasToldNothingGoodOverARestartToo() {
        turn(Duration.ofHours(24));
        assertThat(upgrades.view(WINDOW, CHANNEL).silentSince()).isEqualTo(Instant.EPOCH);
        Instant good = Instant.parse("2026-12-01T02:30:00Z");
        deeds.trouble = true;
        turn(Duration.ofHours(41));
        assertThat(upgrades.view(WINDOW, CHANNEL).silentSince())
                .as("the third window is open")
                .isEqualTo(Instant.EPOCH);
        turn(Duration.ofHours(1));
        assertThat(upgrades.view(WINDOW, CHANNEL).silentSince()).isEqualTo(good);
        upgrades = new AutomaticUpgrades(clock, () -> random, deeds);
        assertThat(upgrades.view(WINDOW, CHANNEL).silentSince()).isEqualTo(good);
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).startsWith("UPGRADE_SOURCE_UNREADABLE");
        assertThat(upgrades.view(WINDOW, "").silentSince()).as("no channel").isEqualTo(Instant.EPOCH);
        deeds.trouble = false;
        turn(Duration.ofHours(24));
        assertThat(upgrades.view(WINDOW, CHANNEL).silentSince()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aChannelThatNeverToldAnythingIsSilentSinceItWasSet() {
        deeds.trouble = true;
        Instant set = clock.instant().plus(Duration.ofMinutes(1));
        turn(Duration.ofHours(24 * 4));
        assertThat(upgrades.view(WINDOW, CHANNEL).silentSince()).isEqualTo(set);
    }

    /** What the one before told, and offered, says nothing of it. */
    @Test
    void anotherChannelIsWaitedForAnew() {
        turn(Duration.ofHours(24));
        deeds.trouble = true;
        turn(Duration.ofHours(24 * 4));
        assertThat(upgrades.view(WINDOW, CHANNEL).silentSince()).isNotEqualTo(Instant.EPOCH);
        assertThat(upgrades.view(WINDOW, CHANNEL).offered()).isEqualTo("2");
        channel = "https://other.example/";
        Automatic atOnce = upgrades.view(WINDOW, channel);
        assertThat(atOnce.silentSince()).isEqualTo(Instant.EPOCH);
        assertThat(atOnce.offered()).isEmpty();
        assertThat(atOnce.trouble()).isEmpty();
        Instant set = clock.instant().plus(Duration.ofMinutes(1));
        turn(Duration.ofHours(1));
        upgrades = new AutomaticUpgrades(clock, () -> random, deeds);
        assertThat(upgrades.view(WINDOW, channel).silentSince()).isEqualTo(Instant.EPOCH);
        turn(Duration.ofHours(24 * 4));
        assertThat(upgrades.view(WINDOW, channel).silentSince()).isEqualTo(set);
    }

    @Test
    void anotherChannelIsLookedIntoInTheSameWindow() {
        turn(Duration.ofHours(15));
        assertThat(deeds.looks).isEqualTo(1);
        channel = "https://other.example/";
        turn(Duration.ofHours(2));
        assertThat(deeds.looks).isEqualTo(2);
    }

    @Test
    void notesWhyALookByHandFailed() {
        deeds.trouble = true;
        assertThatThrownBy(() -> upgrades.lookOnly(CHANNEL)).hasMessageContaining("it is away");
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).startsWith("UPGRADE_SOURCE_UNREADABLE: it is away");
        assertThat(deeds.kept.trouble()).as("over a restart too").startsWith("UPGRADE_SOURCE_UNREADABLE");
        deeds.trouble = false;
        upgrades.lookOnly(CHANNEL);
        assertThat(upgrades.view(WINDOW, CHANNEL).trouble()).isEmpty();
    }

    @Test
    void keepsALookOnDisk(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("last-look.json");
        assertThat(Look.read(file)).isEqualTo(Look.NONE);
        Look look =
                new Look(CHANNEL, Instant.parse("2026-12-01T02:30:00Z"), Instant.parse("2026-11-01T02:30:00Z"), "X: y");
        look.write(file);
        assertThat(Look.read(file)).isEqualTo(look);
        Files.writeString(file, "{\"at\":");
        assertThat(Look.read(file)).isEqualTo(Look.NONE);
    }

    @Test
    void doesNotLookWithoutAChannelButTidiesUp() {
        for (int minute = 0; minute < 24 * 60; minute++) {
            clock.turn(Duration.ofMinutes(1));
            upgrades.tick(WINDOW, 0.75, "");
        }
        assertThat(deeds.looks).isZero();
        assertThat(deeds.tidied).isEqualTo(1);
        assertThat(upgrades.view(WINDOW, "").nextLook()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aDaemonThatComesUpLateInTheWindowLeavesItAlone() {
        clock.turn(Duration.ofHours(16).plusMinutes(30));
        upgrades = new AutomaticUpgrades(clock, () -> random, deeds);
        assertThat(turn(Duration.ofHours(2))).isEmpty();
    }

    private List<Instant> turn(Duration time) {
        List<Instant> applied = new ArrayList<>();
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            clock.turn(Duration.ofMinutes(1));
            int before = deeds.applied.size();
            upgrades.tick(WINDOW, 0.75, channel);
            if (deeds.applied.size() > before) {
                applied.add(clock.instant());
            }
        }
        return applied;
    }

    private static Run run() {
        Instant time = Instant.parse("2026-12-01T00:00:00Z");
        return new Run(
                "sms-run-1",
                "sms-job-1",
                RunState.ACTIVE,
                RunPhase.TRANSFERRING,
                time,
                Instant.EPOCH,
                List.of(),
                "",
                List.of(),
                List.of());
    }

    private static final class Deeds implements AutomaticUpgrades.Deeds {
        private final List<String> applied = new ArrayList<>();
        private boolean chosen = true;
        private boolean trouble;
        private boolean silent;
        private int looks;
        private int tidied;
        private Runnable amidLook = () -> {};
        private Look kept = Look.NONE;
        private Runnable amidFetch = () -> {};
        private Supplier<Optional<String>> atTheLast = Optional::empty;
        private Optional<Run> cutOver = Optional.empty();
        private Optional<String> hindrance = Optional.empty();

        @Override
        public boolean chosen() {
            return chosen;
        }

        @Override
        public Optional<Run> cutOver() {
            if (silent) {
                throw Problem.passing("STORE_BUSY", "somebody else writes", "").asException();
            }
            return cutOver;
        }

        @Override
        public Optional<String> hindrance(String set) {
            return hindrance;
        }

        @Override
        public Releases.Offer look() {
            looks++;
            amidLook.run();
            if (trouble) {
                throw Problem.fatal("UPGRADE_SOURCE_UNREADABLE", "it is away", "")
                        .asException();
            }
            return new Releases.Offer("2", "better");
        }

        @Override
        public void apply(String set, Supplier<Optional<String>> hindrance) {
            amidFetch.run();
            hindrance.get().ifPresent(why -> {
                throw Problem.fatal("UPGRADE_WAITS", "the upgrade " + why, "").asException();
            });
            applied.add(set);
            atTheLast = hindrance;
        }

        @Override
        public void tidy() {
            tidied++;
        }

        @Override
        public Look lastLook() {
            return kept;
        }

        @Override
        public void keep(Look look) {
            kept = look;
        }
    }

    private static final class TurnedClock extends Clock {
        private Instant now;

        TurnedClock(Instant now) {
            this.now = now;
        }

        void turn(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
