package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadState;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads when it is due or asked for, on a thread of its own, one at a time. */
final class UploadWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UploadWorker.class);
    private static final int TICK_SECONDS = 5;
    private static final int STOP_SECONDS = 10;

    private final UploadJournal journal;
    private final Uploader uploader;
    private final UploadSchedule schedule;
    private final Clock clock;
    private final Supplier<Uploader.Means> means;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "log-upload");
        made.setDaemon(true);
        return made;
    });
    // EPOCH while none is to be made by itself; guarded by this, as is what follows
    private Instant due = Instant.EPOCH;
    private boolean chosenNow;
    private boolean asked;
    private boolean running;

    UploadWorker(
            UploadJournal journal,
            Uploader uploader,
            UploadSchedule schedule,
            Clock clock,
            Supplier<Uploader.Means> means) {
        this.journal = journal;
        this.uploader = uploader;
        this.schedule = schedule;
        this.clock = clock;
        this.means = means;
    }

    /**
     * Begins to look whether one is due.
     *
     * @param chosen whether uploads are to be made by themselves
     */
    void start(BooleanSupplier chosen) {
        // tick catches its own failures, and close() ends it
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(() -> tick(chosen), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    /** Makes one as soon as may be. */
    void now() {
        synchronized (this) {
            asked = true;
        }
        thread.execute(this::uploadWhenAsked);
    }

    /** Something else was chosen: whoever did wants to see how it goes, so the next one is due at once. */
    synchronized void changed() {
        due = Instant.EPOCH;
        chosenNow = true;
    }

    synchronized UploadState.Progress progress() {
        Progress noted = journal.progress();
        return new UploadState.Progress(
                running || asked,
                journal.waiting().size(),
                journal.waitingBytes(),
                noted.sentFiles(),
                noted.lastSuccess(),
                noted.lastAttempt(),
                due);
    }

    UploadState.Trouble trouble() {
        return journal.progress().trouble();
    }

    /** Looks once. */
    void tick(BooleanSupplier chosen) {
        try {
            Optional<Uploader.Means> with = chosen.getAsBoolean() ? Optional.of(means.get()) : Optional.empty();
            synchronized (this) {
                if (with.isEmpty()) {
                    due = Instant.EPOCH;
                    return;
                }
                Instant now = clock.instant();
                Duration every = with.get().settings().every();
                if (chosenNow) {
                    chosenNow = false;
                    due = now;
                } else if (due.equals(Instant.EPOCH) || schedule.isBeyond(due, journal.progress(), every, now)) {
                    due = schedule.first(journal.progress(), every, now);
                }
                asked |= !now.isBefore(due);
            }
            uploadWhenAsked();
        } catch (ConnectorException swapped) {
            LOG.debug("no upload now", swapped);
        } catch (RuntimeException | LinkageError e) {
            // whatever it is, the next tick comes: an exception out of here would end them all
            LOG.warn("It can't be seen whether an upload is due", e);
        }
    }

    private void uploadWhenAsked() {
        synchronized (this) {
            if (!asked) {
                return;
            }
            asked = false;
            running = true;
        }
        Duration every = UploadSettings.SHORTEST;
        try {
            Uploader.Means with = means.get();
            every = with.settings().every();
            uploader.upload(with);
        } catch (ConnectorException absent) {
            uploader.failed(absent.problem());
        } catch (RuntimeException | LinkageError unexpected) {
            uploader.broke(unexpected);
        } finally {
            synchronized (this) {
                running = false;
                if (!due.equals(Instant.EPOCH)) {
                    due = schedule.next(journal.progress(), every, clock.instant());
                }
            }
        }
    }

    /** What goes on ends at its next wait; the next start goes on with it. */
    @Override
    public void close() {
        uploader.stop();
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("An upload has not ended after {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
