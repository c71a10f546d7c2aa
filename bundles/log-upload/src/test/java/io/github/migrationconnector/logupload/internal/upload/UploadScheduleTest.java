package io.github.migrationconnector.logupload.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.logupload.UploadState.Trouble;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class UploadScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final UploadSchedule earliest = new UploadSchedule(() -> 0);
    private final UploadSchedule latest = new UploadSchedule(() -> 1);

    private static Progress failed(int times) {
        Progress progress = Progress.NONE.succeeded(NOW);
        for (int i = 0; i < times; i++) {
            progress = progress.failed(new Trouble("A", "b", "c", NOW));
        }
        return progress;
    }

    @Test
    void spreadsRegularMoments() {
        assertThat(earliest.next(failed(0), HOUR, NOW)).isEqualTo(NOW.plus(HOUR));
        assertThat(latest.next(failed(0), HOUR, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(66)));
    }

    @Test
    void pausesLongerAfterEachFailureUpToABound() {
        assertThat(latest.next(failed(1), HOUR, NOW)).isEqualTo(NOW.plus(UploadSchedule.FIRST_PAUSE));
        assertThat(latest.next(failed(3), HOUR, NOW)).isEqualTo(NOW.plus(UploadSchedule.FIRST_PAUSE.multipliedBy(4)));
        assertThat(latest.next(failed(1000), HOUR, NOW)).isEqualTo(NOW.plus(UploadSchedule.LONGEST_PAUSE));
        assertThat(earliest.next(failed(1000), HOUR, NOW))
                .isEqualTo(NOW.plus(UploadSchedule.LONGEST_PAUSE.dividedBy(2)));
    }

    @Test
    void doesNotWaitForATimeThatTheClockWasSetBackFrom() {
        Instant early = NOW.minus(Duration.ofDays(400));
        assertThat(latest.next(failed(0), HOUR, early)).isEqualTo(early.plus(Duration.ofMinutes(66)));
        assertThat(latest.next(failed(2), HOUR, early))
                .isEqualTo(early.plus(UploadSchedule.FIRST_PAUSE.multipliedBy(2)));
        assertThat(latest.first(failed(0), HOUR, early)).isEqualTo(early.plus(Duration.ofMinutes(66)));
        for (int failures : new int[] {0, 1, 4, 1000}) {
            Instant due = latest.next(failed(failures), HOUR, NOW);
            assertThat(latest.isBeyond(due, failed(failures), HOUR, NOW)).isFalse();
            assertThat(latest.isBeyond(due, failed(failures), HOUR, NOW.minus(Duration.ofMinutes(3))))
                    .isTrue();
        }
    }

    @Test
    void beginsSoonAfterAStartThatMissedItsMoment() {
        Instant much = NOW.plus(Duration.ofDays(3));
        assertThat(earliest.first(failed(0), HOUR, much)).isEqualTo(much);
        assertThat(latest.first(failed(0), HOUR, much)).isEqualTo(much.plus(UploadSchedule.AT_START));
        // and not before the regular one
        assertThat(earliest.first(failed(0), HOUR, NOW)).isEqualTo(NOW.plus(HOUR));
    }
}
