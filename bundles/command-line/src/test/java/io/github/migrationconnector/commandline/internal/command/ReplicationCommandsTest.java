package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Jobs that are changed, the catalog, cut-overs, a daemon elsewhere, and completion. */
final class ReplicationCommandsTest {
    private static final String JOB =
            """
            {"id": "sms-job-1", "serverId": "s-1", "vmId": "vm-42", "vmName": "web01", "description": "the web",
             "quiesce": true, "bytesPerSecond": 0, "schedule": {"kind": "EVERY", "hours": 6, "start": "2026-03-04T05:06:07Z",
             "at": null}, "image": {"imagesToKeep": 3, "licenseType": "BYOL", "roleName": "", "encrypted": true,
             "kmsKeyId": "alias/x"}, "state": "FAILING", "paused": true, "message": "vCenter is away", "failures": 1,
             "revision": 4, "nextRunAt": "2026-03-04T11:06:07Z", "createdAt": "2026-03-04T05:06:07Z",
             "latestImageId": "ami-1"}""";
    private static final String RUN =
            """
            {"id": "sms-run-1", "jobId": "sms-job-1", "type": "ON_DEMAND", "cutOver": true, "description": "", "state":
             "COMPLETED", "phase": "FINISHED", "waitingFor": "", "startedAt": "2026-03-04T05:06:07Z", "endedAt":
             "2026-03-04T05:07:07Z", "imageId": "ami-1", "disks": [], "problems": [], "warnings": []}""";

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

    private int plain(String... arguments) {
        out.reset();
        err.reset();
        return new Program(new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(arguments);
    }

    private int connector(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--home", home.toString()));
        return plain(all.toArray(new String[0]));
    }

    private JsonNode sent() throws Exception {
        return new ObjectMapper()
                .readTree(daemon.requests().get(daemon.requests().size() - 1).body());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void createSendsWhatWasSaidAndNothingElse() throws Exception {
        daemon.on("POST /jobs", 201, JOB);
        assertThat(connector("job", "create", "web01")).isZero();
        assertThat(sent().toString()).isEqualTo("{\"vm\":\"web01\"}");
        assertThat(connector(
                        "job",
                        "create",
                        "web01",
                        "--every",
                        "6",
                        "--start",
                        "2026-03-04T14:06:07+09:00",
                        "--keep",
                        "3",
                        "--license",
                        "BYOL",
                        "--role",
                        "sms",
                        "--encrypt",
                        "--kms-key",
                        "alias/x",
                        "--rate",
                        "5",
                        "--quiesce",
                        "--description",
                        "d"))
                .isZero();
        assertThat(sent())
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                {"vm": "web01", "description": "d", "quiesce": true, "bytesPerSecond": 5,
                                 "schedule": {"kind": "EVERY", "hours": 6, "start": "2026-03-04T05:06:07Z"},
                                 "image": {"imagesToKeep": 3, "licenseType": "BYOL", "roleName": "sms",
                                 "encrypted": true, "kmsKeyId": "alias/x"}}"""));
        assertThat(out())
                .contains("FAILING, paused: vCenter is away", "every 6 h from", "the latest 3 stay", "alias/x");
    }

    @Test
    void schedulesExcludeEachOther() {
        assertThat(connector("job", "create", "web01", "--once", "--every", "6"))
                .isEqualTo(2);
        assertThat(connector("job", "create", "web01", "--start", "2026-03-04T14:06:07Z"))
                .isEqualTo(1);
        assertThat(connector("job", "create", "web01", "--once", "--start", "tomorrow"))
                .isEqualTo(1);
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void updateSaysWhichRevisionItHasSeen() throws Exception {
        daemon.on("PATCH /jobs/sms-job-1", 200, JOB);
        assertThat(connector("job", "update", "sms-job-1", "--no-encrypt", "--on-demand"))
                .isZero();
        assertThat(sent().toString())
                .isEqualTo("{\"schedule\":{\"kind\":\"ON_DEMAND\"},\"image\":{\"encrypted\":false}}");
        assertThat(daemon.requests().get(0).ifMatch()).isEqualTo("*");
        assertThat(connector("job", "update", "sms-job-1", "--revision", "4", "--no-quiesce"))
                .isZero();
        assertThat(daemon.requests().get(1).ifMatch()).isEqualTo("\"4\"");
    }

    @Test
    void pauseAndResume() {
        daemon.on("POST /jobs/sms-job-1/pause", 200, JOB).on("POST /jobs/sms-job-1/resume", 200, JOB);
        assertThat(connector("job", "pause", "sms-job-1")).isZero();
        assertThat(connector("job", "resume", "sms-job-1")).isZero();
    }

    @Test
    void importWaitsForItsEnd() {
        String importing = "{\"state\": \"IMPORTING\", \"changedAt\": null, \"message\": \"\", \"servers\": 0}";
        daemon.on("POST /catalog/import", 202, importing)
                .on("GET /catalog", 200, importing)
                .on("GET /catalog", 200, importing.replace("IMPORTING", "AVAILABLE"));
        assertThat(connector("catalog", "import", "--wait")).isZero();
        assertThat(out()).contains("AVAILABLE");
        daemon.on("GET /catalog", 200, importing.replace("IMPORTING", "NOT_IMPORTED"));
        assertThat(connector("catalog", "import")).isZero();
        assertThat(out()).contains("IMPORTING");
    }

    @Test
    void serversShowWhatChanged() {
        daemon.on(
                "GET /servers",
                200,
                """
                [{"id": "s-1", "jobId": "sms-job-1", "vm": {"id": "vm-42", "name": "web01", "path": "/DC0/vm/web01"},
                  "drift": [{"code": "DISK_GROWN"}, {"code": "SERVER_MOVED"}]}]""");
        assertThat(connector("catalog", "servers")).isZero();
        assertThat(out()).contains("s-1", "web01", "sms-job-1", "DISK_GROWN SERVER_MOVED");
    }

    @Test
    void aCutOverIsConfirmed() throws Exception {
        daemon.on("POST /jobs/sms-job-1/cutover", 202, RUN).on("GET /runs/sms-run-1", 200, RUN);
        assertThat(connector("cutover", "sms-job-1")).isEqualTo(1);
        assertThat(err()).contains("--yes");
        assertThat(daemon.requests()).isEmpty();
        assertThat(connector("cutover", "sms-job-1", "--yes", "--power-off", "--wait"))
                .isZero();
        assertThat(daemon.requests().get(0).body())
                .isEqualTo("{\"shutdownWithinSeconds\":300,\"powerOff\":true,\"description\":\"\"}");
        assertThat(out()).contains("ON_DEMAND, cut-over", "ami-1");
        daemon.on("POST /jobs/sms-job-1/power-on", 204, "");
        assertThat(connector("cutover", "sms-job-1", "--back")).isZero();
    }

    @Test
    void aDaemonElsewhereIsKnownByItsFingerprint() throws Exception {
        daemon.on("GET /jobs", 200, "[]");
        Path token = Files.writeString(home.resolve("other-token"), "elsewhere\n");
        String host = Files.readString(home.resolve("run/address")).strip().substring("https://".length());
        assertThat(plain(
                        "job",
                        "list",
                        "--host",
                        host,
                        "--fingerprint",
                        daemon.fingerprint(),
                        "--token-file",
                        token.toString()))
                .isZero();
        assertThat(daemon.requests().get(0).authorization()).isEqualTo("Bearer elsewhere");
        assertThat(plain(
                        "job",
                        "list",
                        "--host",
                        host,
                        "--fingerprint",
                        "00".repeat(32),
                        "--token-file",
                        token.toString()))
                .isEqualTo(1);
        assertThat(err()).contains("another certificate");
        assertThat(plain("job", "list", "--host", host)).isEqualTo(1);
        assertThat(plain("job", "list", "--host", "a/b", "--fingerprint", "00".repeat(32), "--token-file", "x"))
                .isEqualTo(1);
        assertThat(plain("job", "list", "--host", host, "--fingerprint", "12", "--token-file", "x"))
                .isEqualTo(1);
        assertThat(daemon.requests()).hasSize(1);
    }

    @Test
    void bashCanReadTheCompletion() throws Exception {
        assertThat(plain("completion")).isZero();
        Path script = Files.writeString(home.resolve("completion.sh"), out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source \"$1\"; COMP_WORDS=(connector job u); COMP_CWORD=2; _complete_connector;"
                                + " echo \"${COMPREPLY[@]}\"",
                        "bash",
                        script.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        assertThat(answer.strip()).isEqualTo("update");
    }
}
