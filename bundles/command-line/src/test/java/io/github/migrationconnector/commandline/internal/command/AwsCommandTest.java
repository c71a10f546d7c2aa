package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AwsCommandTest {
    private static final String REPORT =
            """
            {"accountId": "123456789012", "arn": "arn:aws:iam::123456789012:user/connector", "clockOffsetMillis": %d,
             "complete": false, "results": [
              {"action": "ebs:StartSnapshot", "verdict": "ALLOWED", "purpose": "begin", "message": "", "fix": ""},
              {"action": "ebs:PutSnapshotBlock", "verdict": "%s", "purpose": "write", "message": "not now",
               "fix": "the statement"}]}""";

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
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Program(new Terminal(print, print, false)).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void namesTheMissingActionWithTheLineToAddAndFails() {
        daemon.on("GET /aws/permissions", 200, REPORT.formatted(-420_000, "DENIED"));
        assertThat(connector("aws", "permissions", "--home", home.toString())).isEqualTo(1);
        assertThat(out())
                .isEqualTo(
                        """
                        asked as arn:aws:iam::123456789012:user/connector
                        this machine's clock is 420 s ahead of AWS's: signatures are refused beyond 300 s; set it by NTP
                        ACTION                VERDICT  FOR
                        ebs:StartSnapshot     allowed  begin
                        ebs:PutSnapshotBlock  denied   write
                        missing: ebs:PutSnapshotBlock
                          add to the policy: the statement
                        """);
    }

    @Test
    void whatIsNotToldIsNoFailure() {
        daemon.on("GET /aws/permissions", 200, REPORT.formatted(400, "NOT_TOLD"));
        assertThat(connector("aws", "permissions", "--home", home.toString())).isZero();
        assertThat(out())
                .contains(
                        "clock agrees with AWS's",
                        "not told: ebs:PutSnapshotBlock: not now\n  to mend it: the statement");
    }

    @Test
    void listsRegions() {
        daemon.on(
                "GET /aws/regions",
                200,
                "[{\"id\": \"eu-central-1\", \"name\": \"Europe (Frankfurt)\", \"partition\": \"aws\"}]");
        assertThat(connector("aws", "regions", "--home", home.toString())).isZero();
        assertThat(out()).isEqualTo("REGION        NAME\neu-central-1  Europe (Frankfurt)\n");
    }

    @Test
    void saysAtWhichStepAWayBreaks() {
        daemon.on(
                "GET /connectivity",
                200,
                """
                [{"name": "AWS EC2", "address": "ec2.example:443", "reached": false, "steps": [
                   {"step": "DNS", "outcome": "OK", "detail": "192.0.2.1", "fix": ""},
                   {"step": "TCP", "outcome": "FAILED", "detail": "refused", "fix": "Open it."},
                   {"step": "TLS", "outcome": "SKIPPED", "detail": "left out", "fix": ""}]}]""");
        assertThat(connector("connectivity", "--home", home.toString())).isEqualTo(1);
        assertThat(out())
                .isEqualTo(
                        """
                        AWS EC2 (ec2.example:443)
                          DNS    ok       192.0.2.1
                          TCP    failed   refused
                                 to mend it: Open it.
                          TLS    skipped  left out
                        """);
    }
}
