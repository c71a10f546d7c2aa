package io.github.migrationconnector.health.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.network.TimeSync;
import io.github.migrationconnector.health.internal.HandClock;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on this machine. */
class MachineChecksTest {
    private static final long GIB = 1L << 30;

    private final HandClock clock = new HandClock();
    private final AtomicLong free = new AtomicLong(20 * GIB);

    @TempDir
    private Path home;

    private TemporaryDatabase database;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        database.migrate("health", getClass().getClassLoader(), "io/github/migrationconnector/health/tables");
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private DiskSpaceCheck disk() {
        return new DiskSpaceCheck(free::get, new SpaceHistory(database), clock, GIB / 2);
    }

    @Test
    void tooLittleRoomFails() {
        assertThat(disk().look().state()).isEqualTo(CheckState.OK);
        free.set(GIB / 2 - 1);
        CheckFinding low = disk().look();
        assertThat(low.code()).isEqualTo("DISK_SPACE_LOW");
        assertThat(low.why()).contains("511 MiB");
    }

    @Test
    void roomThatShrinksIsToldBeforeItIsGone() {
        for (int hour = 0; hour < 48; hour++) {
            assertThat(disk().look().state())
                    .as("after %d hours", hour)
                    .isEqualTo(hour < 24 ? CheckState.OK : state(hour));
            clock.pass(Duration.ofHours(1));
            free.addAndGet(-GIB / 10);
        }
        CheckFinding shrinking = disk().look();
        assertThat(shrinking.code()).isEqualTo("DISK_SPACE_SHRINKING");
        // 15.2 GiB at 0.1 GiB an hour
        assertThat(shrinking.why()).contains("in 15");
    }

    /** 20 GiB at 0.1 GiB an hour last 200 hours; a week has 168. */
    private static CheckState state(int hour) {
        return 200 - hour < 168 ? CheckState.WARNING : CheckState.OK;
    }

    @Test
    void roomThatStaysIsNoTrouble() {
        for (int hour = 0; hour < 200; hour++) {
            free.set(20 * GIB - (hour % 12) * GIB / 100);
            assertThat(disk().look().state()).isEqualTo(CheckState.OK);
            clock.pass(Duration.ofHours(1));
        }
        long kept = database.read(handle -> handle.createQuery("select count(*) from health_space")
                .mapTo(Long.class)
                .one());
        assertThat(kept).as("a week of hours").isLessThanOrEqualTo(169);
    }

    @Test
    void aFileSystemThatDoesNotTellIsNoAlarm() {
        DiskSpaceCheck check = new DiskSpaceCheck(
                () -> {
                    throw new IOException("stale handle");
                },
                new SpaceHistory(database),
                clock,
                GIB);
        assertThat(check.look().state()).isEqualTo(CheckState.UNKNOWN);
    }

    @Test
    void whatIsHeldAfterACollectionCounts() {
        assertThat(memory(50).state()).isEqualTo(CheckState.OK);
        assertThat(memory(90).code()).isEqualTo("MEMORY_LOW");
        assertThat(memory(99).code()).isEqualTo("MEMORY_SHORT");
        assertThat(new MemoryCheck(Optional::empty).look().state()).isEqualTo(CheckState.UNKNOWN);
        assertThat(new MemoryCheck().look().why()).as("of this JVM").isNotEmpty();
    }

    private static CheckFinding memory(int percent) {
        return new MemoryCheck(() -> Optional.of(new MemoryUsage(0, percent, 100, 100))).look();
    }

    @Test
    void clocksThatDriftApartAreTold() {
        assertThat(clocks(-3, -2, TimeSync.SYNCHRONIZED).state()).isEqualTo(CheckState.OK);
        assertThat(clocks(-3, -2, TimeSync.SYNCHRONIZED).why())
                .contains("AWS's clock is 3 s behind", "vCenter's clock is 2 s behind", "A time server keeps");
        assertThat(clocks(31, 31, TimeSync.UNKNOWN).code()).isEqualTo("CLOCK_DRIFTS");
        assertThat(clocks(-300, -300, TimeSync.SYNCHRONIZED).code()).isEqualTo("CLOCK_SKEW");
        assertThat(clocks(-300, -300, TimeSync.UNKNOWN).state()).isEqualTo(CheckState.FAILING);
    }

    @Test
    void awsTellsWhichOfTwoClocksIsWrong() {
        CheckFinding vcenter = clocks(1, 400, TimeSync.UNKNOWN);
        assertThat(vcenter.state()).isEqualTo(CheckState.WARNING);
        assertThat(vcenter.code()).isEqualTo("CLOCK_OF_VCENTER");
        assertThat(vcenter.fix()).contains("vCenter").doesNotContain("network settings");
        assertThat(clocks(400, 1, TimeSync.UNKNOWN).fix())
                .contains("network settings")
                .doesNotContain("vCenter");
    }

    @Test
    void whoeverAnswersIsEnough() {
        assertThat(clocks(null, 300, TimeSync.UNKNOWN).code()).isEqualTo("CLOCK_SKEW");
        assertThat(clocks(null, 45, TimeSync.UNKNOWN).code()).isEqualTo("CLOCK_DRIFTS");
        assertThat(clocks(45, null, TimeSync.UNKNOWN).code()).isEqualTo("CLOCK_DRIFTS");
        assertThat(clocks(null, 2, TimeSync.UNKNOWN).why()).contains("AWS can't be asked");
        assertThat(clocks(null, null, TimeSync.UNKNOWN).state()).isEqualTo(CheckState.UNKNOWN);
    }

    @Test
    void aClockThatNobodyKeepsIsToldBeforeItDrifts() {
        CheckFinding told = clocks(1, 1, TimeSync.UNSYNCHRONIZED);
        assertThat(told.code()).isEqualTo("CLOCK_NOT_KEPT");
        assertThat(told.fix()).contains("time server");
        assertThat(clocks(null, null, TimeSync.UNSYNCHRONIZED).code()).isEqualTo("CLOCK_NOT_KEPT");
    }

    private static CheckFinding clocks(Integer aws, Integer vcenter, TimeSync machine) {
        return ClockCheck.finding(new ClockCheck.Clocks(
                Optional.ofNullable(aws).map(Duration::ofSeconds),
                Optional.ofNullable(vcenter).map(Duration::ofSeconds),
                machine));
    }

    @Test
    void aStoreThatTakesNoChangeFailsWithItsOwnProblem() {
        StoreCheck check = new StoreCheck(database);
        assertThat(check.look().state()).isEqualTo(CheckState.OK);
        database.close();
        assertThatThrownBy(check::look).isInstanceOf(RuntimeException.class);
        database = new TemporaryDatabase(home);
    }

    @Test
    void aJournalThatCannotBeWrittenFails() throws IOException {
        Path directory = home.resolve("journal");
        assertThat(new JournalCheck(directory).look().state()).isEqualTo(CheckState.OK);
        Files.createDirectories(directory.resolve("sms-run-1-2000"));
        assertThat(new JournalCheck(directory).look().why()).contains("1 journals");
        Path file = Files.createFile(home.resolve("no-directory"));
        assertThat(new JournalCheck(file).look().code()).isEqualTo("JOURNAL_UNREADABLE");
    }
}
