package io.github.migrationconnector.logupload.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.logupload.UploadTargetContract;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real OpenSSH server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SftpTargetTest extends UploadTargetContract {
    private static final String[] KINDS = {"rsa", "ecdsa", "ed25519"};

    /** With characters that the library takes for patterns. */
    @TempDir
    private Path root;

    private OpenSshServer server;

    @BeforeAll
    void start(@TempDir Path keys) throws Exception {
        server = new OpenSshServer(keys, KINDS);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private Path place() {
        return root.resolve("in*box [1]?");
    }

    private UploadSettings to(String fingerprint, int port) {
        return new UploadSettings(
                UploadKind.SFTP,
                "",
                new S3Place("", false, 90),
                new SftpPlace("127.0.0.1", port, System.getProperty("user.name"), place().toString(), fingerprint),
                Duration.ofHours(1),
                false);
    }

    private UploadSession open(String fingerprint, Map<String, Secret> secrets) {
        return new SftpTarget().open(to(fingerprint, server.port()), secrets);
    }

    private Map<String, Secret> key(String name) {
        return Map.of("privateKey", Secret.of(server.key(name)));
    }

    @Override
    protected UploadSession open() throws Exception {
        return open(server.fingerprint("ed25519"), key("client"));
    }

    @Override
    protected Optional<byte[]> there(String name) throws IOException {
        Path file = place().resolve(name);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    protected String digestThere(String name) throws IOException {
        String line = Files.readString(place().resolve(name + ".sha256"));
        assertThat(line).endsWith("  " + name.substring(name.lastIndexOf('/') + 1) + "\n");
        return line.substring(0, 64);
    }

    @Override
    protected void leave(UploadFile file, byte[] beginning) throws IOException {
        Path part = place().resolve(file.name() + ".part");
        Files.createDirectories(part.getParent());
        Files.write(part, beginning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
    void findsThePinnedKeyAmongThoseThatTheServerHas(String kind) throws Exception {
        open(server.fingerprint(kind), key("client")).close();
    }

    @Test
    void sendsNothingToAnotherHostKey() {
        Problem told = problem("SHA256:" + "A".repeat(43), key("client"));
        assertThat(told.code()).isEqualTo("SFTP_HOST_KEY");
        assertThat(told.retry()).isEqualTo(Retry.NEVER);
        assertThat(told.message()).contains("but SHA256:");
    }

    @Test
    void opensAClosedKeyByItsPassphrase() throws Exception {
        String fingerprint = server.fingerprint("ed25519");
        open(fingerprint, Map.of("privateKey", Secret.of(server.key("closed")), "passphrase", Secret.of("open sesame")))
                .close();
        assertThat(problem(fingerprint, key("closed")).code()).isIn("SFTP_LOGIN_REFUSED", "SFTP_KEY_UNUSABLE");
    }

    @Test
    void tellsALoginThatIsRefusedFromAKeyThatIsNone() throws Exception {
        String fingerprint = server.fingerprint("ed25519");
        assertThat(problem(fingerprint, key("foreign")).code()).isEqualTo("SFTP_LOGIN_REFUSED");
        assertThat(problem(fingerprint, Map.of("password", Secret.of("planted pass")))
                        .code())
                .isEqualTo("SFTP_LOGIN_REFUSED");
        Problem unusable = problem(fingerprint, Map.of("privateKey", Secret.of("planted, and no key")));
        assertThat(unusable.code()).isEqualTo("SFTP_KEY_UNUSABLE");
        assertThat(unusable.toString()).doesNotContain("planted");
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        String fingerprint = server.fingerprint("ed25519");
        Problem told = catchThrowableOfType(
                        ConnectorException.class, () -> new SftpTarget().open(to(fingerprint, 1), key("client")))
                .problem();
        assertThat(told.code()).isEqualTo("SFTP_UNREACHABLE");
        assertThat(told.retry()).isEqualTo(Retry.SOON);
    }

    private Problem problem(String fingerprint, Map<String, Secret> secrets) {
        return catchThrowableOfType(ConnectorException.class, () -> open(fingerprint, secrets))
                .problem();
    }
}
