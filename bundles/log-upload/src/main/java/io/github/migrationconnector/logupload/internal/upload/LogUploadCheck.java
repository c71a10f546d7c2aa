package io.github.migrationconnector.logupload.internal.upload;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadState;
import java.time.Clock;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether logs get where they are to go. Replication goes on without: at worst a warning. */
@Component(service = HealthCheck.class)
public final class LogUploadCheck implements HealthCheck {
    /** Of the time between two uploads: then something keeps them that tells nothing of itself. */
    private static final int LATE = 3;

    private final LogUploads uploads;
    private final Clock clock;

    @Activate
    public LogUploadCheck(@Reference LogUploads uploads) {
        this(uploads, Clock.systemUTC());
    }

    LogUploadCheck(LogUploads uploads, Clock clock) {
        this.uploads = uploads;
        this.clock = clock;
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("LOG_UPLOAD", 2);
    }

    @Override
    public CheckFinding look() {
        UploadState state = uploads.state();
        if (!state.automatic()) {
            return CheckFinding.ok("HEALTH_LOGS_NOT_CHOSEN", "Logs are not uploaded: that was not chosen.");
        }
        if (state.settings().kind() == UploadKind.NONE) {
            return CheckFinding.warning(
                    "LOG_UPLOAD_NO_TARGET",
                    "Logs are to be uploaded, but it was not said where to.",
                    "Choose a target on the logs page or by connector logs upload set, or choose not to upload them.");
        }
        UploadState.Progress progress = state.progress();
        if (!state.trouble().isNone()) {
            return CheckFinding.warning(
                    state.trouble().code(),
                    "Logs are not uploaded since " + state.trouble().since() + ": "
                            + state.trouble().message() + " " + waiting(progress),
                    state.trouble().fix());
        }
        if (progress.lastSuccess().equals(Instant.EPOCH)) {
            return CheckFinding.unknown("HEALTH_LOGS_TO_COME", "The first upload is still to come.");
        }
        if (progress.lastSuccess()
                .plus(state.settings().every().multipliedBy(LATE))
                .isBefore(clock.instant())) {
            return CheckFinding.warning(
                    "LOG_UPLOAD_LATE",
                    "The last upload was at " + progress.lastSuccess() + ". " + waiting(progress),
                    "Begin one by connector logs upload now, and read what it says.");
        }
        return CheckFinding.ok(
                "HEALTH_LOGS",
                "Logs were last uploaded at " + progress.lastSuccess() + ".",
                progress.lastSuccess().toString());
    }

    private static String waiting(UploadState.Progress progress) {
        return progress.waitingFiles() + " files wait, " + progress.waitingBytes() + " bytes.";
    }
}
