package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.logupload.UploadState.Trouble;
import java.time.Instant;
import java.util.Objects;

/**
 * How uploads went, kept over a restart.
 *
 * @param sentFiles so far
 * @param lastSuccess when everything there was had been sent; EPOCH for never
 * @param lastAttempt when the last one ended; EPOCH for never
 * @param failures in a row
 * @param trouble of the last one
 */
record Progress(long sentFiles, Instant lastSuccess, Instant lastAttempt, int failures, Trouble trouble) {
    static final Progress NONE = new Progress(0, Instant.EPOCH, Instant.EPOCH, 0, Trouble.NONE);

    Progress {
        Objects.requireNonNull(lastSuccess, "lastSuccess");
        Objects.requireNonNull(lastAttempt, "lastAttempt");
        Objects.requireNonNull(trouble, "trouble");
    }

    Progress sentOne() {
        return new Progress(sentFiles + 1, lastSuccess, lastAttempt, failures, trouble);
    }

    Progress succeeded(Instant at) {
        return new Progress(sentFiles, at, at, 0, Trouble.NONE);
    }

    Progress failed(Trouble now) {
        // the same trouble as before is as old as it was
        Instant since = now.code().equals(trouble.code()) ? trouble.since() : now.since();
        return new Progress(
                sentFiles,
                lastSuccess,
                now.since(),
                failures + 1,
                new Trouble(now.code(), now.message(), now.fix(), since));
    }
}
