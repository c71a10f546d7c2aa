package io.github.migrationconnector.logupload.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.logupload.UploadState.Trouble;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.logging.redaction.Redactor;
import io.github.migrationconnector.logupload.internal.Cleaner;
import io.github.migrationconnector.logupload.internal.log.LogDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When uploads are made, tick by tick. */
final class UploadWorkerTest {
    @TempDir
    private Path home;

    private final HandClock clock = new HandClock();
    private final FakeTarget target = new FakeTarget();
    private Runnable unwell = () -> {};
    private int opened;
    private UploadJournal journal;
    private UploadWorker worker;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(home.resolve("log"));
        Files.writeString(home.resolve("log/access.log"), "one\n");
        target.broken = () -> opened++;
        make();
    }

    private void make() {
        Path logs = home.resolve("log");
        journal = new UploadJournal(home.resolve("log-upload"));
        Batches batches = new Batches(new LogDirectory(logs), journal, new Batches.Bounds(1 << 20, 4 << 20), clock);
        worker = new UploadWorker(
                journal,
                new Uploader(journal, batches, clock, () -> true),
                new UploadSchedule(() -> 1),
                clock,
                this::means);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private Uploader.Means means() {
        unwell.run();
        return new Uploader.Means(
                Settings.USUAL, "c-1", () -> target, () -> Cleaner.of(new Redactor(List.of())), Map::of);
    }

    private void tick(Duration later) {
        clock.goOn(later);
        worker.tick(() -> true);
    }

    @Test
    void backsOffFromWhatNobodyHasThoughtOf() {
        target.broken = () -> {
            opened++;
            throw new NoClassDefFoundError("planted");
        };
        tick(Duration.ZERO);
        for (int i = 0; i < 720; i++) {
            tick(Duration.ofSeconds(5));
        }
        // at 2, 3, 5, 9, 17 and 33 minutes
        assertThat(opened).isEqualTo(6);
        assertThat(journal.progress().failures()).isEqualTo(6);
        assertThat(worker.trouble().code()).isEqualTo("LOG_UPLOAD_BROKE");
    }

    @Test
    void uploadsAtOnceWhenItWasChosenAndSoonAfterAStart() {
        tick(Duration.ZERO);
        assertThat(opened).isZero();
        worker.changed();
        tick(Duration.ZERO);
        assertThat(opened).isEqualTo(1);
        tick(Duration.ofMinutes(5));
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void uploadsAgainWhenTheClockIsSetBack() {
        tick(Duration.ZERO);
        tick(Duration.ofMinutes(3));
        assertThat(opened).isEqualTo(1);
        clock.goOn(Duration.ofDays(-300));
        log("two");
        for (int i = 0; i < 16; i++) {
            tick(Duration.ofMinutes(5));
        }
        assertThat(target.text()).isEqualTo("one\ntwo\n");
    }

    @Test
    void uploadsAfterAStartThoughTheLastOneIsInTheFuture() {
        Instant future = clock.instant().plus(Duration.ofDays(365));
        journal.note(journal.progress().succeeded(future));
        for (int i = 0; i < 15; i++) {
            tick(Duration.ofMinutes(5));
        }
        assertThat(opened).isEqualTo(1);
    }

    /** As when the bundle is swapped in the middle of an upload. */
    @Test
    void isStoppedWithoutTroubleAndTheNextOneGoesOn() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        target.broken = () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                throw Problem.passing("FAKE_CUT", "cut off", "wait").asException(stopped);
            }
        };
        worker.now();
        begun.await();
        worker.close();
        assertThat(worker.trouble()).isEqualTo(Trouble.NONE);
        assertThat(journal.progress().failures()).isZero();
        assertThat(journal.waiting()).as("what was spooled is kept").hasSize(1);
        String spooled = journal.waiting().get(0).sha256();
        target.broken = () -> opened++;
        make();
        assertThat(journal.waiting().get(0).sha256()).isEqualTo(spooled);
        tick(Duration.ZERO);
        tick(Duration.ofMinutes(3));
        assertThat(target.text()).isEqualTo("one\n");
        assertThat(journal.progress().sentFiles()).isEqualTo(1);
    }

    @Test
    void goesOnWhateverATickMeets() {
        unwell = () -> {
            throw new NoClassDefFoundError("planted");
        };
        tick(Duration.ZERO);
        unwell = () -> {};
        tick(Duration.ZERO);
        tick(Duration.ofMinutes(3));
        assertThat(target.text()).isEqualTo("one\n");
    }

    private void log(String line) {
        try {
            Files.writeString(home.resolve("log/connector.log"), line + "\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
