package io.github.migrationconnector.logupload.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.logupload.UploadChange;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadState;
import io.github.migrationconnector.api.logupload.UploadState.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LogUploadCheckTest {
    private final HandClock clock = new HandClock();

    private CheckFinding look(boolean automatic, UploadKind kind, Instant lastSuccess, Trouble trouble) {
        UploadSettings usual = Settings.USUAL;
        UploadState state = new UploadState(
                automatic,
                new UploadSettings(kind, "/x", usual.s3(), usual.sftp(), usual.every(), false),
                Set.of(),
                new UploadState.Progress(false, 2, 99, 0, lastSuccess, lastSuccess, Instant.EPOCH),
                trouble);
        return new LogUploadCheck(new Told(state), clock).look();
    }

    @Test
    void isWellWhenItIsOffOrDidItsWork() {
        assertThat(look(false, UploadKind.NONE, Instant.EPOCH, Trouble.NONE).state())
                .isEqualTo(CheckState.OK);
        assertThat(look(true, UploadKind.S3, clock.instant(), Trouble.NONE).state())
                .isEqualTo(CheckState.OK);
        assertThat(look(true, UploadKind.S3, Instant.EPOCH, Trouble.NONE).state())
                .isEqualTo(CheckState.UNKNOWN);
    }

    @Test
    void warnsWhenItWasChosenWithoutATarget() {
        assertThat(look(true, UploadKind.NONE, Instant.EPOCH, Trouble.NONE).code())
                .isEqualTo("LOG_UPLOAD_NO_TARGET");
    }

    @Test
    void tellsSinceWhenWhyAndTheFix() {
        Instant since = clock.instant().minus(Duration.ofHours(2));
        CheckFinding finding =
                look(true, UploadKind.SFTP, since, new Trouble("SFTP_X", "It broke.", "Mend it.", since));
        assertThat(finding.state()).isEqualTo(CheckState.WARNING);
        assertThat(finding.code()).isEqualTo("SFTP_X");
        assertThat(finding.why()).contains("It broke.", since.toString(), "2 files wait, 99 bytes");
        assertThat(finding.fix()).isEqualTo("Mend it.");
    }

    @Test
    void warnsWhenTheLastOneIsLongAgo() {
        Instant before = clock.instant().minus(Duration.ofHours(3));
        assertThat(look(true, UploadKind.S3, before, Trouble.NONE).state()).isEqualTo(CheckState.OK);
        assertThat(look(true, UploadKind.S3, before.minusSeconds(1), Trouble.NONE)
                        .code())
                .isEqualTo("LOG_UPLOAD_LATE");
    }

    private record Told(UploadState state) implements LogUploads {
        @Override
        public UploadState set(UploadChange change) {
            throw new UnsupportedOperationException("a check changes nothing");
        }

        @Override
        public UploadState uploadNow() {
            throw new UnsupportedOperationException("a check changes nothing");
        }

        @Override
        public String test() {
            throw new UnsupportedOperationException("a check asks nobody");
        }
    }
}
