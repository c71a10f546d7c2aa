package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The upload of logs, from the command line. */
final class LogsUploadCommandTest {
    private static final String STATE =
            """
            {"automatic": true, "target": "DIRECTORY", "directory": "/srv/logs", "everyMinutes": 60, "running": false,
             "waitingFiles": 0, "waitingBytes": 0, "sentFiles": 7, "lastSuccess": "2026-11-30T12:00:00Z",
             "next": null, "trouble": {"code": "", "message": "", "fix": "", "since": null}}""";
    private static final String TROUBLE = STATE.replace("\"code\": \"\"", "\"code\": \"SFTP_HOST_KEY\"");

    @TempDir
    private Path home;

    private FakeDaemon daemon;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws Exception {
        daemon = new FakeDaemon(home);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private int connector(String... arguments) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(List.of("logs", "upload"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--home", home.toString()));
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return new Program(terminal).run(all.toArray(new String[0]));
    }

    private void posts(String json) throws Exception {
        List<FakeDaemon.Request> requests = daemon.requests();
        assertThat(new ObjectMapper().readTree(requests.get(requests.size() - 1).body()))
                .isEqualTo(new ObjectMapper().readTree(json));
    }

    @Test
    void beginsOneAndTellsHowItEnded() {
        daemon.on("POST /logs/upload/now", 200, STATE).on("GET /logs/upload", 200, STATE);
        for (String[] words : new String[][] {{}, {"now"}}) {
            assertThat(connector(words)).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("/srv/logs", "7 files", "2026-11-30T12:00:00Z");
        }
        daemon.on("GET /logs/upload", 200, TROUBLE);
        assertThat(connector("show")).isZero();
        assertThat(connector("now")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("SFTP_HOST_KEY");
        // to look is no failure
        assertThat(connector("show")).isZero();
    }

    @Test
    void choosesWhatIsSaidAndNothingElse() throws Exception {
        daemon.on("POST /logs/upload", 200, STATE);
        assertThat(connector("set", "--directory", "/srv/logs", "--automatic", "--every", "30"))
                .isZero();
        posts("{\"target\": \"DIRECTORY\", \"directory\": \"/srv/logs\", \"automatic\": true, \"everyMinutes\": 30}");
        assertThat(connector("set", "--no-automatic", "--hide-names")).isZero();
        posts("{\"automatic\": false, \"hideNames\": true}");
        assertThat(connector("set", "--s3", "--bucket", "", "--make-bucket", "--keep-days", "30"))
                .isZero();
        posts("{\"target\": \"S3\", \"bucket\": \"\", \"makeBucket\": true, \"keepDays\": 30}");
        assertThat(connector("set", "--nowhere")).isZero();
        posts("{\"target\": \"NONE\"}");
        assertThat(connector("set", "--s3", "--directory", "/x")).isEqualTo(2);
    }

    @Test
    void takesSecretsFromFilesAlone() throws Exception {
        daemon.on("POST /logs/upload", 200, STATE);
        Path password = Files.writeString(home.resolve("password"), "planted one\n");
        Path key = Files.writeString(home.resolve("key"), "-----BEGIN\nkey\n");
        assertThat(connector(
                        "set",
                        "--sftp",
                        "olga@logs.example:2222",
                        "--folder",
                        "in/box",
                        "--host-key",
                        "SHA256:x",
                        "--password",
                        "--password-file",
                        password.toString()))
                .isZero();
        posts(
                """
                {"target": "SFTP", "user": "olga", "host": "logs.example", "port": 2222, "folder": "in/box",
                 "fingerprint": "SHA256:x", "password": "planted one"}""");
        assertThat(connector("set", "--sftp", "olga@[2001:db8::1]", "--key-file", key.toString()))
                .isZero();
        posts(
                """
                {"target": "SFTP", "user": "olga", "host": "2001:db8::1", "port": 22,
                 "privateKey": "-----BEGIN\\nkey\\n"}""");
        assertThat(connector("set", "--sftp", "nobody")).isEqualTo(1);
        assertThat(connector("set", "--password", "--passphrase")).isEqualTo(1);
        assertThat(connector("set", "--key-file", home.resolve("none").toString()))
                .isEqualTo(1);
    }

    @Test
    void triesTheTarget() {
        daemon.on("POST /logs/upload/test", 200, "{\"place\": \"s3://b/\"}");
        assertThat(connector("test")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("s3://b/");
    }
}
