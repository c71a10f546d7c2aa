package io.github.migrationconnector.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.HealthReason;
import io.github.migrationconnector.api.health.HealthState;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckKeeperTest {
    private final HandClock clock = new HandClock();

    @TempDir
    private Path home;

    private TemporaryDatabase database;
    private CheckKeeper keeper;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        keeper = new CheckKeeper(database, clock);
    }

    @AfterEach
    void stop() {
        keeper.stop();
        database.close();
    }

    private static CheckResult of(ConnectorHealth health, String name) {
        return health.checks().stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneThingThatFailsMakesTheConnectorUnhealthyAndAWarningDoesNot() {
        FakeCheck disk = new FakeCheck("DISK_SPACE", 1);
        FakeCheck jobs =
                new FakeCheck("JOBS", 1).finds(() -> CheckFinding.warning("JOBS_FAIL", "One fails.", "Look at it."));
        keeper.addCheck(disk);
        keeper.addCheck(jobs);
        assertThat(keeper.health().checks()).allMatch(check -> check.state() == CheckState.UNKNOWN);
        ConnectorHealth well = keeper.check();
        assertThat(well.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(well.warnings()).extracting(HealthReason::code).containsExactly("JOBS_FAIL");
        clock.pass(Duration.ofSeconds(30));
        disk.finds(() -> CheckFinding.failing("DISK_SPACE_LOW", "Full.", "Make room."));
        ConnectorHealth ill = keeper.check();
        assertThat(ill.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(ill.reasons())
                .containsExactly(new HealthReason("DISK_SPACE_LOW", clock.instant(), "Full.", "Make room."));
    }

    @Test
    void whatAProblemSaysIsWhatIsFound() {
        keeper.addCheck(new FakeCheck("AWS", 1).finds(() -> {
            throw Problem.fatal("AWS_KEYS_REFUSED", "They are not taken.", "Enter others.")
                    .asException();
        }));
        keeper.addCheck(new FakeCheck("BROKEN", 1).finds(() -> {
            throw new IllegalStateException("a bug");
        }));
        ConnectorHealth health = keeper.check();
        assertThat(of(health, "AWS").finding())
                .isEqualTo(CheckFinding.failing("AWS_KEYS_REFUSED", "They are not taken.", "Enter others."));
        assertThat(of(health, "BROKEN").state()).isEqualTo(CheckState.UNKNOWN);
    }

    @Test
    void aSwapOfABundleChangesNothing() {
        FakeCheck before = new FakeCheck("VCENTER", 1)
                .finds(() -> CheckFinding.failing("VCENTER_UNREACHABLE", "Silent.", "Look."));
        keeper.addCheck(before);
        ConnectorHealth ill = keeper.check();
        before.finds(() -> {
            throw new Problem("SERVICE_ABSENT", "away", "", Retry.ON_RESUME).asException();
        });
        clock.pass(Duration.ofSeconds(30));
        assertThat(of(keeper.check(), "VCENTER")).isEqualTo(of(ill, "VCENTER"));
        keeper.removeCheck(before);
        assertThat(of(keeper.health(), "VCENTER").since())
                .isEqualTo(of(ill, "VCENTER").since());
        FakeCheck after = new FakeCheck("VCENTER", 1);
        keeper.addCheck(after);
        keeper.removeCheck(before);
        assertThat(of(keeper.check(), "VCENTER").state()).isEqualTo(CheckState.OK);
        assertThat(after.looks()).isEqualTo(1);
    }

    @Test
    void forgetsACheckThatStaysAway() {
        FakeCheck gone = new FakeCheck("LOG_UPLOAD", 1);
        keeper.addCheck(gone);
        ConnectorHealth unused = keeper.check();
        keeper.removeCheck(gone);
        clock.pass(Duration.ofMinutes(4));
        keeper.beat();
        assertThat(keeper.health().checks()).hasSize(1);
        clock.pass(Duration.ofMinutes(2));
        keeper.beat();
        assertThat(keeper.health().checks()).isEmpty();
    }

    @Test
    void aLookThatHangsIsToldAndKeepsNothingElseUp() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        FakeCheck hanging = new FakeCheck(new CheckProfile("DNS", 1, Duration.ofMillis(100))).finds(() -> {
            try {
                never.await();
            } catch (InterruptedException ended) {
                interrupted.countDown();
            }
            return CheckFinding.ok("WELL", "Too late to be told.");
        });
        keeper.addCheck(hanging);
        keeper.addCheck(new FakeCheck("DISK_SPACE", 1));
        ConnectorHealth health = keeper.check();
        assertThat(of(health, "DISK_SPACE").state()).isEqualTo(CheckState.OK);
        assertThat(of(health, "DNS").finding().code()).isEqualTo("CHECK_SILENT");
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(of(keeper.health(), "DNS").finding().code()).isEqualTo("CHECK_SILENT");
    }

    @Test
    void neverLooksTwiceAtOnceHoweverManyAsk() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        FakeCheck slow = new FakeCheck("AWS", 1).finds(() -> {
            begun.countDown();
            try {
                boolean unused = goOn.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return CheckFinding.ok("WELL", "Well.");
        });
        keeper.addCheck(slow);
        keeper.beat();
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        keeper.beat();
        keeper.beat();
        goOn.countDown();
        ConnectorHealth health = keeper.check();
        assertThat(of(health, "AWS").state()).isEqualTo(CheckState.OK);
        assertThat(slow.looks()).isLessThanOrEqualTo(2);
    }

    @Test
    void looksAtWhatCostsLittleAtOnceAndAtTheRestInItsTurn() {
        FakeCheck each = new FakeCheck("DISK_SPACE", 1);
        FakeCheck tenth = new FakeCheck("CERTIFICATES", 10);
        FakeCheck costly = new FakeCheck("AWS_PERMISSIONS", 60);
        keeper.addCheck(each);
        keeper.addCheck(tenth);
        keeper.addCheck(costly);
        IntStream.range(0, 59).forEach(beat -> {
            keeper.beat();
            keeper.settle();
        });
        assertThat(each.looks()).isEqualTo(59);
        assertThat(tenth.looks()).isEqualTo(6);
        assertThat(costly.looks()).isZero();
        keeper.beat();
        keeper.settle();
        assertThat(costly.looks()).isEqualTo(1);
    }
}
