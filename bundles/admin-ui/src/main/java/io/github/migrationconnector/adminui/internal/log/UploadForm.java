package io.github.migrationconnector.adminui.internal.log;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.UploadChange;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSecrets;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What was typed about the upload of logs. */
final class UploadForm {
    private static final int LONGEST_SECRET = 16_384;

    private final PageRequest request;

    UploadForm(PageRequest request) {
        this.request = request;
    }

    /** As a change; the caller wipes its secrets. */
    UploadChange change() {
        return new UploadChange(request.checked("automatic"), settings(), secrets());
    }

    private UploadSettings settings() {
        try {
            return new UploadSettings(
                    Stream.of(UploadKind.values())
                            .filter(kind -> kind.name().equals(request.field("target")))
                            .findFirst()
                            .orElse(UploadKind.NONE),
                    request.field("directory").strip(),
                    new S3Place(request.field("bucket").strip(), request.checked("makeBucket"), number("keepDays")),
                    new SftpPlace(
                            request.field("host").strip(),
                            number("port"),
                            request.field("user").strip(),
                            request.field("folder").strip(),
                            request.field("fingerprint").strip()),
                    Duration.ofMinutes(number("every")),
                    request.checked("hideNames"));
        } catch (IllegalArgumentException e) {
            throw Problem.fatal(
                            "LOG_UPLOAD_REFUSED", "A field has a value that is none: " + e.getMessage(), "Correct it.")
                    .asException(e);
        }
    }

    /** What is no number is -1, which no setting is. */
    private int number(String name) {
        String text = request.field(name).strip();
        return text.matches("\\d{1,7}") ? Integer.parseInt(text) : -1;
    }

    /** What is left empty stays as it is, unless all are to be forgotten. */
    private Map<String, Secret> secrets() {
        Map<String, Secret> secrets = new HashMap<>();
        for (String name : UploadSecrets.NAMES) {
            String typed = request.field(name);
            if (typed.length() > LONGEST_SECRET) {
                throw Problem.fatal("FORM_TOO_LONG", "A secret is too long.", "Give a private key, not an archive.")
                        .asException();
            }
            if (!typed.isEmpty() || request.checked("forget")) {
                secrets.put(name, Secret.of(typed));
            }
        }
        return secrets;
    }
}
