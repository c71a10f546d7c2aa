package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.logupload.UploadChange;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.logupload.UploadState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Remembers what was chosen, and sends nothing. */
public final class FakeLogUploads implements LogUploads {
    public final Map<String, String> secrets = new HashMap<>();
    public boolean automatic;
    public int begun;
    public UploadSettings settings = new UploadSettings(
            UploadKind.NONE,
            "",
            new S3Place("", false, 90),
            new SftpPlace("", 22, "", "", ""),
            Duration.ofHours(1),
            false);

    @Override
    public UploadState state() {
        return new UploadState(
                automatic,
                settings,
                secrets.keySet(),
                new UploadState.Progress(begun > 0, 1, 2, 3, Instant.ofEpochSecond(4), Instant.EPOCH, Instant.EPOCH),
                new UploadState.Trouble("A_CODE", "what", "fix", Instant.ofEpochSecond(5)));
    }

    @Override
    public UploadState set(UploadChange change) {
        automatic = change.automatic();
        settings = change.settings();
        for (Map.Entry<String, Secret> secret : change.secrets().entrySet()) {
            secrets.put(secret.getKey(), secret.getValue().reveal(text -> text));
        }
        secrets.values().removeIf(String::isEmpty);
        return state();
    }

    @Override
    public UploadState uploadNow() {
        begun++;
        return state();
    }

    @Override
    public String test() {
        return "/somewhere";
    }
}
