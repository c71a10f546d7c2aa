package io.github.migrationconnector.logupload.internal.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SettingsTest {
    private static final String FINGERPRINT = "SHA256:" + "a".repeat(43);
    private static final SftpPlace SFTP = new SftpPlace("logs.example", 2222, "olga", "in box", FINGERPRINT);

    private static UploadSettings with(UploadKind kind, String directory, SftpPlace sftp) {
        return new UploadSettings(
                kind, directory, new S3Place("my-bucket", true, 7), sftp, Duration.ofMinutes(5), true);
    }

    @Test
    void areReadAsTheyWereWritten() {
        UploadSettings all = with(UploadKind.SFTP, "/srv/logs", SFTP);
        assertThat(Settings.read(Settings.write(all))).isEqualTo(all);
        assertThat(Settings.read(Map.of())).isEqualTo(Settings.USUAL);
    }

    @Test
    void takeTheUsualForWhatIsNone() {
        assertThat(Settings.read(Map.of(
                        "target", "PIGEON",
                        "everyMinutes", "1",
                        "s3.bucket", "A B",
                        "sftp.port", "99999",
                        "sftp.host", "x")))
                .isEqualTo(Settings.USUAL);
    }

    @Test
    void tellWhichSecretsAreKept() {
        assertThat(Settings.secretNames(Settings.secretNames(Set.of("password", "passphrase"))))
                .containsExactlyInAnyOrder("password", "passphrase");
        assertThat(Settings.secretNames(Map.of())).isEmpty();
        assertThat(Settings.secretNames(Map.of("kept", "x,,y"))).isEmpty();
    }

    private static String refused(UploadSettings settings, boolean secret) {
        return catchThrowableOfType(ConnectorException.class, () -> Settings.require(settings, secret))
                .getMessage();
    }

    @Test
    void refuseWhatCantWork() {
        Settings.require(with(UploadKind.NONE, "", SFTP), false);
        Settings.require(with(UploadKind.S3, "", SFTP), false);
        Settings.require(with(UploadKind.DIRECTORY, "/x", SFTP), false);
        Settings.require(with(UploadKind.SFTP, "", SFTP), true);
        assertThat(refused(with(UploadKind.DIRECTORY, "", SFTP), true)).contains("absolute");
        assertThat(refused(with(UploadKind.DIRECTORY, "x/y", SFTP), true)).contains("absolute");
        assertThat(refused(with(UploadKind.SFTP, "", SFTP), false)).contains("password or a private key");
        assertThat(refused(with(UploadKind.SFTP, "", new SftpPlace("", 22, "olga", "", FINGERPRINT)), true))
                .contains("host and a user");
        assertThat(refused(with(UploadKind.SFTP, "", new SftpPlace("h", 22, "olga", "", "")), true))
                .contains("fingerprint");
    }
}
