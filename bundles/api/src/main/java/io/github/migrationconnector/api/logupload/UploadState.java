package io.github.migrationconnector.api.logupload;

import io.github.migrationconnector.api.problem.Problem;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * How the upload is.
 *
 * @param automatic whether logs are uploaded by themselves
 * @param settings what was chosen
 * @param secrets the names of those that are kept
 * @param progress how far it got
 * @param trouble what kept the last one from its end; {@link Trouble#NONE} when nothing did
 */
public record UploadState(
        boolean automatic, UploadSettings settings, Set<String> secrets, Progress progress, Trouble trouble) {
    public UploadState {
        Objects.requireNonNull(settings, "settings");
        secrets = Set.copyOf(secrets);
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(trouble, "trouble");
    }

    /**
     * How far it got.
     *
     * @param running whether one goes on now
     * @param waitingFiles cleaned and packed, not yet where they belong
     * @param waitingBytes of those
     * @param sentFiles since this connector was made
     * @param lastSuccess when everything there was had been sent; {@link Instant#EPOCH} for never
     * @param lastAttempt when the last one ended; {@link Instant#EPOCH} for never
     * @param next when the next one begins by itself; {@link Instant#EPOCH} for never
     */
    public record Progress(
            boolean running,
            int waitingFiles,
            long waitingBytes,
            long sentFiles,
            Instant lastSuccess,
            Instant lastAttempt,
            Instant next) {
        public Progress {
            Objects.requireNonNull(lastSuccess, "lastSuccess");
            Objects.requireNonNull(lastAttempt, "lastAttempt");
            Objects.requireNonNull(next, "next");
        }
    }

    /**
     * What is in the way.
     *
     * @param code stable upper-case name; empty when nothing is
     * @param message what happened, in one sentence
     * @param fix what to do about it
     * @param since when it first was, also over a restart
     */
    public record Trouble(String code, String message, String fix, Instant since) {
        public static final Trouble NONE = new Trouble("", "", "", Instant.EPOCH);

        public Trouble {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(fix, "fix");
            Objects.requireNonNull(since, "since");
        }

        public static Trouble of(Problem problem, Instant since) {
            return new Trouble(problem.code(), problem.message(), problem.fix(), since);
        }

        public boolean isNone() {
            return code.isEmpty();
        }
    }
}
