package io.github.migrationconnector.logupload.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.logupload.UploadTarget;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.logging.redaction.Redactor;
import io.github.migrationconnector.logupload.internal.Cleaner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trials with a target that answers, and with one that hangs. */
@Timeout(60)
final class TargetTrialTest {
    @TempDir
    private Path directory;

    private final FakeTarget target = new FakeTarget();
    private TargetTrial trial;

    private TargetTrial within(Duration limit) {
        trial = new TargetTrial(directory, limit);
        return trial;
    }

    @AfterEach
    void close() {
        trial.close();
    }

    private static Uploader.Means means(UploadTarget target) {
        return new Uploader.Means(
                Settings.USUAL, "c-1", () -> target, () -> Cleaner.of(new Redactor(List.of())), Map::of);
    }

    private String refusal() {
        return catchThrowableOfType(ConnectorException.class, () -> trial.run(means(target)))
                .problem()
                .code();
    }

    @Test
    void tellsWhereAndLeavesNothing() {
        assertThat(within(Duration.ofSeconds(30)).run(means(target))).isEqualTo("memory");
        assertThat(trial.run(means(target))).isEqualTo("memory");
        assertThat(target.files).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void handsOnWhatTheTargetSays() {
        within(Duration.ofSeconds(30));
        target.refuseAfter = 0;
        assertThat(refusal()).isEqualTo("FAKE_GONE");
        assertThat(directory).isEmptyDirectory();
        target.refuseAfter = 1;
        assertThat(trial.run(means(target))).isEqualTo("memory");
    }

    @Test
    void waitsForATargetThatHangsNoLongerThanItsLimit() throws InterruptedException {
        within(Duration.ofMillis(50));
        CountDownLatch answers = new CountDownLatch(1);
        // as a share does whose server is gone: deaf to interrupts
        target.broken = () -> awaitUninterruptibly(answers);
        assertThat(refusal()).isEqualTo("LOG_UPLOAD_SILENT");
        // and no second thread gets stuck behind it
        assertThat(refusal()).isEqualTo("LOG_UPLOAD_TRIAL_RUNS");
        answers.countDown();
        target.broken = () -> {};
        String place = "";
        while (place.isEmpty()) {
            try {
                place = trial.run(means(target));
            } catch (ConnectorException still) {
                assertThat(still.problem().code()).isIn("LOG_UPLOAD_TRIAL_RUNS", "LOG_UPLOAD_SILENT");
                Thread.onSpinWait();
            }
        }
        assertThat(place).isEqualTo("memory");
    }

    /** Whoever leaves before the thread has begun leaves nothing behind that the next trial would wait for. */
    @Test
    void oneThatIsInterruptedBeforeItBeganKeepsNoOtherFromBeingTried() {
        for (int round = 0; round < 50; round++) {
            within(Duration.ofSeconds(30));
            Thread.currentThread().interrupt();
            try {
                // as quick as that: there was nothing to wait for
                assertThat(trial.run(means(target))).isEqualTo("memory");
            } catch (ConnectorException refused) {
                assertThat(refused.problem().code()).isEqualTo("DAEMON_STOPPING");
            }
            assertThat(Thread.interrupted()).isTrue();
            String place = "";
            while (place.isEmpty()) {
                try {
                    place = trial.run(means(target));
                } catch (ConnectorException still) {
                    // it had begun, and ends
                    assertThat(still.problem().code()).isEqualTo("LOG_UPLOAD_TRIAL_RUNS");
                    Thread.onSpinWait();
                }
            }
            trial.close();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException deaf) {
                // goes on waiting
            }
        }
    }
}
