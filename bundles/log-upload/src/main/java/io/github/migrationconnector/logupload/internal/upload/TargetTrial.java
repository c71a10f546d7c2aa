package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tries a target with a small file, one trial at a time, on a thread of its own: a share whose server is gone holds whoever
 * touches it, and nothing wakes him.
 */
final class TargetTrial implements AutoCloseable {
    /** More than a target that answers at all takes: each of its own limits is shorter. */
    static final Duration WITHIN = Duration.ofSeconds(60);

    private static final byte[] CONTENT =
            "A connector tried whether it can write here.\n".getBytes(StandardCharsets.US_ASCII);

    private final Path directory;
    private final Duration within;
    private final AtomicBoolean going = new AtomicBoolean();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "log-upload-trial");
        made.setDaemon(true);
        return made;
    });

    /**
     * Makes one.
     *
     * @param directory for the file that is sent
     * @param within how long the caller waits
     */
    TargetTrial(Path directory, Duration within) {
        this.directory = directory;
        this.within = within;
    }

    /** Where that is. */
    String run(Uploader.Means means) {
        if (!going.compareAndSet(false, true)) {
            throw new Problem(
                            "LOG_UPLOAD_TRIAL_RUNS",
                            "Another trial still waits for the target.",
                            "Wait for it. When it stays so, the target does not answer: a share that hangs has to be"
                                    + " mounted again.",
                            Retry.WHEN_FREE)
                    .asException();
        }
        // whoever takes it first ends it: the thread, or a caller who leaves before the thread has begun
        AtomicBoolean taken = new AtomicBoolean();
        Future<String> trial = thread.submit(() -> {
            if (!taken.compareAndSet(false, true)) {
                return "";
            }
            try {
                return tryOut(means);
            } finally {
                going.set(false);
            }
        });
        try {
            return trial.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ConnectorException told) {
                throw told;
            }
            throw new IllegalStateException("the trial broke", failed.getCause());
        } catch (TimeoutException silent) {
            leave(trial, taken);
            throw Problem.passing(
                            "LOG_UPLOAD_SILENT",
                            "The target did not answer within " + within.toSeconds() + " s.",
                            "Check that its machine runs and can be reached; a share that hangs has to be mounted"
                                    + " again.")
                    .asException(silent);
        } catch (InterruptedException stopping) {
            leave(trial, taken);
            Thread.currentThread().interrupt();
            throw new Problem("DAEMON_STOPPING", "The daemon is stopping.", "Try again.", Retry.ON_RESUME)
                    .asException(stopping);
        }
    }

    private void leave(Future<String> trial, AtomicBoolean taken) {
        trial.cancel(true);
        if (taken.compareAndSet(false, true)) {
            going.set(false);
        }
    }

    private String tryOut(Uploader.Means means) {
        Path file = directory.resolve("trial-" + UUID.randomUUID() + ".txt");
        try {
            Files.write(file, CONTENT);
            // always the same there, which the policy for a bucket lets the connector remove: so one that was cut off
            // leaves none
            UploadFile trial = new UploadFile(means.folder() + "/trial.txt", file, CONTENT.length, sha256());
            return Uploader.opened(means, session -> {
                session.put(trial);
                session.remove(trial);
                return session.place();
            });
        } catch (IOException e) {
            throw Uploader.spoolTrouble(e).asException(e);
        } finally {
            remove(file);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Uploader.spoolTrouble(e).asException(e);
        }
    }

    private static String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Waits for nobody: a thread that hangs ends with the daemon. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
