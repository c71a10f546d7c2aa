package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Who is told, from the command line. */
final class NotificationsCommandTest {
    private static final String CHANNEL =
            """
            {"channel": "webhook", "settings": {"url": "https://hooks.example/in", "plainHttp": false, "sha256": ""},
             "events": ["RUN_FAILED", "LOGIN_LOCKED"], "secretKept": true, "since": "2026-03-04T05:06:07Z",
             "deliveredAt": null, "waiting": 2, "trouble": "it does not answer"}""";

    @TempDir
    private Path home;

    private FakeDaemon daemon;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

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
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--home", home.toString()));
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Program(new Terminal(stream, stream, false)).run(all.toArray(new String[0]));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsTheChannelsAndHowItGoesWithThem() {
        daemon.on("GET /notifications", 200, "[" + CHANNEL + "]");
        assertThat(connector("notifications", "list")).isZero();
        assertThat(out())
                .contains(
                        "webhook",
                        "https://hooks.example/in",
                        "RUN_FAILED, LOGIN_LOCKED",
                        "it does not answer",
                        "never");
    }

    @Test
    void saysThatNobodyIsTold() {
        daemon.on("GET /notifications", 200, "[]");
        assertThat(connector("notifications", "list")).isZero();
        assertThat(out()).isEqualTo("Nobody is told.\n");
    }

    @Test
    void setsAWebhookWithItsKeyFromAFile() throws Exception {
        Path key = Files.writeString(home.resolve("key"), "a long enough key\n");
        daemon.on("POST /notifications/webhook", 200, CHANNEL);
        assertThat(connector(
                        "notifications",
                        "set",
                        "webhook",
                        "--url",
                        "https://hooks.example/in",
                        "--events",
                        "run_failed,login_locked",
                        "--password-file",
                        key.toString()))
                .isZero();
        assertThat(daemon.requests().get(0).body())
                .contains("\"events\":[\"RUN_FAILED\",\"LOGIN_LOCKED\"]", "\"secret\":\"a long enough key\"");
        assertThat(out()).doesNotContain("a long enough key");
    }

    @Test
    void setsATopicWithoutAnySecret() {
        String arn = "arn:aws:sns:eu-central-1:123456789012:migrations";
        daemon.on("POST /notifications/sns", 200, CHANNEL);
        assertThat(connector("notifications", "set", "sns", "--topic", arn, "--events", "run_failed"))
                .isZero();
        assertThat(daemon.requests().get(0).body())
                .isEqualTo("{\"events\":[\"RUN_FAILED\"],\"topic\":\"" + arn + "\"}");
    }

    @Test
    void testsAndRemoves() {
        daemon.on("POST /notifications/webhook/test", 200, "{\"id\": \"id-1\"}");
        assertThat(connector("notifications", "test", "webhook")).isZero();
        assertThat(out()).isEqualTo("the webhook took it: id-1\n");
        daemon.on("DELETE /notifications/webhook", 204, "");
        assertThat(connector("notifications", "remove", "webhook")).isZero();
    }
}
