package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadState.Trouble;
import io.github.migrationconnector.api.logupload.UploadTarget;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.logupload.internal.Cleaner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One upload: takes what is new into the spool, sends what waits there, and again until nothing is left. */
final class Uploader {
    private static final Logger LOG = LoggerFactory.getLogger(Uploader.class);

    /** The log of an upload is new as well: what is taken beyond this is left to the next one. */
    private static final int MOST_TAKES = 100;

    private final UploadJournal journal;
    private final Batches batches;
    private final Clock clock;
    private final BooleanSupplier room;
    private volatile boolean stopped;

    /** What an upload works with. */
    record Means(
            UploadSettings settings,
            String folder,
            Supplier<UploadTarget> target,
            Supplier<Cleaner> cleaner,
            Supplier<Map<String, Secret>> secrets) {}

    /**
     * Makes one.
     *
     * @param room whether the disk has room for a full spool
     */
    Uploader(UploadJournal journal, Batches batches, Clock clock, BooleanSupplier room) {
        this.journal = journal;
        this.batches = batches;
        this.clock = clock;
        this.room = room;
    }

    /** Uploads, and notes how it went. */
    void upload(Means means) {
        long before = journal.progress().sentFiles();
        try {
            boolean all = false;
            for (int i = 0; i < MOST_TAKES && !all; i++) {
                all = takeAndSend(means);
            }
            journal.note(journal.progress().succeeded(clock.instant()));
            LOG.info("Logs uploaded: {} files", journal.progress().sentFiles() - before);
        } catch (ConnectorException failure) {
            failed(failure.problem());
        } catch (UncheckedIOException | IOException failure) {
            failed(spoolTrouble(failure));
        } catch (RuntimeException | LinkageError unexpected) {
            broke(unexpected);
        }
    }

    /** Notes what nobody has thought of, such as a class that is gone with the bundle of a target: tried again like any failure. */
    void broke(Throwable unexpected) {
        if (!stopped) {
            LOG.error("The upload of the logs broke", unexpected);
        }
        failed(Problem.passing(
                "LOG_UPLOAD_BROKE",
                "The upload broke: " + unexpected.getClass().getSimpleName() + ".",
                "It is tried again by itself; if this comes back, send a support bundle."));
    }

    static Problem spoolTrouble(Exception failure) {
        return Problem.passing(
                "LOG_UPLOAD_SPOOL",
                "The spool of the upload can't be read or written: " + failure.getMessage(),
                "Make room on the connector's disk.");
    }

    /** What fails from now on fails because the bundle stops: that is no trouble. */
    void stop() {
        stopped = true;
    }

    /** Notes a failure, and since when it is. */
    void failed(Problem problem) {
        if (stopped) {
            return;
        }
        LOG.warn("The logs could not be uploaded: {}: {}", problem.code(), problem.message());
        try {
            journal.note(journal.progress().failed(Trouble.of(problem, clock.instant())));
        } catch (UncheckedIOException full) {
            LOG.warn("That can't be noted either: {}", full.getMessage());
        }
    }

    /** Whether nothing is left. */
    private boolean takeAndSend(Means means) throws IOException {
        boolean all = false;
        // on a full disk what waits from before goes first: it makes room
        if (room.getAsBoolean()) {
            all = batches.take(means.cleaner().get(), means.folder());
        } else if (journal.waiting().isEmpty()) {
            throw Problem.passing(
                            "DISK_FULL",
                            "The connector's disk has no room for the spool of the upload.",
                            "Make room on the connector's disk, or enlarge it.")
                    .asException();
        }
        List<Waiting> waiting = journal.waiting();
        if (!waiting.isEmpty()) {
            opened(means, session -> {
                for (Waiting file : waiting) {
                    session.put(fileOf(file));
                    journal.sent(file);
                }
                return session.place();
            });
        }
        return all;
    }

    private UploadFile fileOf(Waiting file) {
        return new UploadFile(file.name(), journal.spool().resolve(file.spooled()), file.bytes(), file.sha256());
    }

    /** Opens a session, uses it, and closes it; secrets are wiped. */
    static <T> T opened(Means means, Function<UploadSession, T> use) {
        Map<String, Secret> secrets = new HashMap<>(means.secrets().get());
        try (UploadSession session = means.target().get().open(means.settings(), secrets)) {
            return use.apply(session);
        } finally {
            secrets.values().forEach(Secret::close);
        }
    }
}
