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
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command against a daemon that answers as it is told. */
final class ProgramTest {
    private static final String JOB =
            """
            {"id": "sms-job-1", "vmId": "vm-42", "vmName": "web01", "description": "the web", "quiesce": true,
             "bytesPerSecond": 1048576, "createdAt": "2026-03-04T05:06:07Z", "latestImageId": "ami-1"}""";

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

    private static String run(String state, String phase, int done) {
        return """
            {"id": "sms-run-1", "jobId": "sms-job-1", "state": "%s", "phase": "%s", "startedAt": "2026-03-04T05:06:07Z",
             "endedAt": null, "imageId": "", "warnings": ["mind the gap"],
             "problems": [{"code": "BUSY", "message": "it was busy", "fix": "wait"}],
             "disks": [{"key": 2000, "label": "Hard disk 1", "capacityBytes": 1073741824, "way": "full: first run",
               "snapshotId": "snap-1", "progress": {"stage": "STREAMING", "blockSizeBytes": 524288, "blocksInScope": 10,
               "blocksDone": %d, "blocksPut": 3, "blocksZero": 2, "blocksUnchanged": 1, "bytesPut": 1572864}}]}"""
                .formatted(state, phase, done);
    }

    private int connector(boolean interactive, String... arguments) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive);
        return new Program(terminal).run(arguments);
    }

    /** Carries out a command in the test's home. */
    private int connector(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--home", home.toString()));
        return connector(false, all.toArray(new String[0]));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String asked() {
        return String.join(
                ", ", daemon.requests().stream().map(FakeDaemon.Request::line).toList());
    }

    @Test
    void everyRequestBearsTheTokenAndEveryBodyIsJson() {
        daemon.on("GET /jobs", 200, "[]").on("POST /jobs", 201, JOB);
        assertThat(connector("job", "list")).isZero();
        assertThat(connector("job", "create", "web01")).isZero();
        assertThat(daemon.requests()).hasSize(2).allSatisfy(request -> assertThat(request.authorization())
                .isEqualTo("Bearer " + FakeDaemon.TOKEN));
        assertThat(daemon.requests().get(1).contentType()).isEqualTo("application/json");
    }

    @Test
    void statusInWordsAndInJson() throws Exception {
        String status =
                """
                {"version": "0.1.0", "health": {"state": "UNHEALTHY", "troubles": ["the bundle x is INSTALLED"]},
                 "registration": {"id": "c-1", "name": "lab", "state": "REGISTERED"}, "bundles": [{}, {}],
                 "runs": [%s]}"""
                        .formatted(run("ACTIVE", "TRANSFERRING", 5));
        daemon.on("GET /status", 200, status);
        assertThat(connector("status")).isZero();
        assertThat(out())
                .contains("0.1.0", "UNHEALTHY", "c-1, lab", "REGISTERED", "trouble: the bundle x is INSTALLED")
                .contains("sms-run-1  ACTIVE  TRANSFERRING");
        assertThat(connector("status", "--json")).isZero();
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(out())).isEqualTo(mapper.readTree(status));
    }

    @Test
    void setUpIsSentAsItStands() throws Exception {
        Path file = Files.writeString(home.resolve("setup.json"), "{\"aws\": 1}");
        daemon.on(
                "POST /setup?dryRun=false",
                200,
                "{\"state\": \"REGISTERED\", \"findings\": [], \"changed\": [\"aws\"]}");
        daemon.on("POST /setup?dryRun=true", 200, "{\"state\": \"NEW\", \"findings\": [], \"changed\": [\"aws\"]}");
        assertThat(connector("setup", "--file", file.toString())).isZero();
        assertThat(out()).isEqualTo("changed: aws\nstate: REGISTERED\n");
        assertThat(connector("setup", "--file", file.toString(), "--dry-run")).isZero();
        assertThat(out()).startsWith("would change: aws");
        assertThat(daemon.requests())
                .allSatisfy(request -> assertThat(request.body()).isEqualTo("{\"aws\": 1}"));
    }

    @Test
    void theSetUpsSchemaIsPrintedWithoutADaemon() throws Exception {
        assertThat(connector("setup", "--schema")).isZero();
        assertThat(out()).isEqualTo(Files.readString(Path.of("../../docs/setup.schema.json")));
        assertThat(connector("setup")).isEqualTo(2);
        assertThat(connector("setup", "--schema", "--file", "x")).isEqualTo(2);
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void aRefusedSetUpNamesEachFieldWithItsFix() throws Exception {
        Path file = Files.writeString(home.resolve("setup.json"), "{}");
        daemon.on(
                "POST /setup?dryRun=false",
                422,
                """
                {"code": "SETUP_REFUSED", "detail": "refused", "state": "NEW", "changed": [],
                 "findings": [{"path": "$.aws.region", "message": "is no region", "fix": "Choose one."}]}""");
        assertThat(connector("setup", "--file", file.toString())).isEqualTo(1);
        assertThat(err()).isEqualTo("connector: $.aws.region: is no region\nconnector: to mend it: Choose one.\n");
        assertThat(out()).isEmpty();
        assertThat(connector("setup", "--file", file.toString(), "--json")).isEqualTo(1);
        assertThat(new ObjectMapper().readTree(out()).at("/findings/0/path").asText())
                .isEqualTo("$.aws.region");
    }

    @Test
    void aMissingSetUpFileIsNamed() {
        assertThat(connector("setup", "--file", home.resolve("none.json").toString()))
                .isEqualTo(1);
        assertThat(err()).contains("there is no file", "none.json", "to mend it");
        assertThat(connector("setup")).isEqualTo(2);
    }

    @Test
    void theInventoryFitsInATable() {
        daemon.on(
                "GET /inventory",
                200,
                """
                [{"id": "vm-42", "name": "web01", "powerState": "ON", "firmware": "UEFI", "path": "/DC0/vm/web01",
                  "disks": [{"capacityBytes": 1073741824}, {"capacityBytes": 536870912}]}]""");
        assertThat(connector("inventory")).isZero();
        assertThat(out().lines().toList())
                .containsExactly(
                        "ID     NAME   POWER  FIRMWARE  DISKS  SIZE     PATH",
                        "vm-42  web01  ON     UEFI      2      1.5 GiB  /DC0/vm/web01");
    }

    @ParameterizedTest
    @CsvSource({"READY,0", "READY_WITH_WARNINGS,0", "REFUSED,1"})
    void preflightFailsWhenTheVmIsRefused(String verdict, int exitCode) {
        daemon.on(
                "GET /preflight?vm=%2FDC0%2Fvm%2Fweb%2001",
                200,
                """
                {"vm": {"id": "vm-42", "path": "/DC0/vm/web 01"}, "verdict": "%s",
                 "findings": [{"severity": "REFUSED", "code": "RDM", "message": "It is raw.", "fix": "Convert it."}]}"""
                        .formatted(verdict));
        assertThat(connector("preflight", "/DC0/vm/web 01")).isEqualTo(exitCode);
        assertThat(out()).contains(verdict, "refused: It is raw.", "to mend it: Convert it.");
    }

    @Test
    void jobsAreMadeShownListedAndDeleted() throws Exception {
        daemon.on("POST /jobs", 201, JOB)
                .on("GET /jobs", 200, "[" + JOB + "]")
                .on("GET /jobs/sms-job-1", 200, JOB)
                .on("DELETE /jobs/sms-job-1", 204, "");
        assertThat(connector("job", "create", "web01", "--description", "the web", "--quiesce", "--rate", "1048576"))
                .isZero();
        assertThat(new ObjectMapper().readTree(daemon.requests().get(0).body()))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        "{\"vm\": \"web01\", \"description\": \"the web\", \"quiesce\": true, \"bytesPerSecond\": 1048576}"));
        assertThat(out()).contains("sms-job-1", "web01 (vm-42)", "1.0 MiB/s");
        assertThat(connector("job", "list")).isZero();
        assertThat(out()).contains("sms-job-1  web01").contains("ami-1");
        assertThat(connector("job", "show", "sms-job-1", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out())).isEqualTo(new ObjectMapper().readTree(JOB));
        assertThat(connector("job", "delete", "sms-job-1", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out()).path("deleted").asText()).isEqualTo("sms-job-1");
    }

    @Test
    void aRunIsStartedAtOnceWhenNobodyWaits() throws Exception {
        daemon.on("POST /jobs/sms-job-1/runs", 202, run("PENDING", "CHECKING", 0));
        assertThat(connector("job", "run", "sms-job-1", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out()).path("id").asText()).isEqualTo("sms-run-1");
        assertThat(asked()).isEqualTo("POST /jobs/sms-job-1/runs");
    }

    @ParameterizedTest
    @CsvSource({"COMPLETED,0", "FAILED,1", "DELETED,1"})
    void aRunThatIsWaitedForTellsHowItEnded(String state, int exitCode) throws Exception {
        daemon.on("POST /jobs/sms-job-1/runs", 202, run("PENDING", "CHECKING", 0))
                .on("GET /runs/sms-run-1", 200, run("ACTIVE", "TRANSFERRING", 5))
                .on("GET /runs/sms-run-1", 503, "{\"detail\": \"being replaced\", \"fix\": \"\"}")
                .on("GET /runs/sms-run-1", 200, run(state, "FINISHED", 10));
        assertThat(connector("job", "run", "sms-job-1", "--wait", "--json")).isEqualTo(exitCode);
        assertThat(new ObjectMapper().readTree(out()).path("state").asText()).isEqualTo(state);
        assertThat(err()).contains("ACTIVE  TRANSFERRING", "Hard disk 1 50%", "Hard disk 1 100%");
    }

    @Test
    void barsAreDrawnOverOnATerminal() {
        daemon.on("GET /runs/sms-run-1", 200, run("ACTIVE", "TRANSFERRING", 5))
                .on("GET /runs/sms-run-1", 200, run("COMPLETED", "FINISHED", 10));
        assertThat(connector(true, "run", "watch", "sms-run-1", "--home", home.toString()))
                .isZero();
        assertThat(err())
                .contains("Hard disk 1    [###############...............]  50%")
                .contains("\u001b[1A\u001b[2K".repeat(2))
                .contains("put 1.5 MiB in 3 blocks, 2 zero, 1 unchanged");
    }

    @Test
    void runsAreListedShownAndCalledOff() {
        daemon.on("GET /jobs/sms-job-1/runs", 200, "[" + run("FAILED", "TRANSFERRING", 5) + "]")
                .on("GET /runs/sms-run-1", 200, run("FAILED", "TRANSFERRING", 5))
                .on("POST /runs/sms-run-1/cancel", 202, run("ACTIVE", "TRANSFERRING", 5));
        assertThat(connector("run", "list", "sms-job-1")).isZero();
        assertThat(out()).contains("sms-run-1  FAILED  TRANSFERRING");
        assertThat(connector("run", "show", "sms-run-1")).isZero();
        assertThat(out())
                .contains("full: first run", "snap-1", "warning: mind the gap", "problem: BUSY: it was busy", "wait")
                .doesNotContain("null");
        assertThat(connector("run", "cancel", "sms-run-1")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"true,0", "false,1"})
    void verifyTellsWhetherAllIsEqual(boolean equal, int exitCode) throws Exception {
        String done =
                """
                {"id": "v-1", "state": "DONE", "equal": %s, "problem": null, "progress": null, "snapshotsToCompare": 1,
                 "snapshots": [{"snapshotId": "snap-1", "equal": %s, "blocksCompared": 10, "blocksDiffering": 1,
                   "firstDiffering": [7]}]}"""
                        .formatted(equal, equal);
        daemon.on("POST /runs/sms-run-1/verify", 202, "{\"id\": \"v-1\", \"state\": \"RUNNING\"}")
                .on("GET /verifications/v-1", 200, "{\"id\": \"v-1\", \"state\": \"RUNNING\", \"progress\": null}")
                .on("GET /verifications/v-1", 200, done);
        assertThat(connector("verify", "sms-run-1", "--json")).isEqualTo(exitCode);
        assertThat(new ObjectMapper().readTree(out()).path("equal").asBoolean()).isEqualTo(equal);
        assertThat(connector("verify", "sms-run-1")).isEqualTo(exitCode);
        assertThat(out()).contains(equal ? "yes" : "NO", "[7]");
    }

    @Test
    void aVerificationThatFailedTellsWhy() {
        daemon.on("POST /runs/sms-run-1/verify", 202, "{\"id\": \"v-1\"}")
                .on(
                        "GET /verifications/v-1",
                        200,
                        "{\"state\": \"FAILED\", \"problem\": {\"message\": \"it is gone\", \"fix\": \"Name another.\"}}");
        assertThat(connector("verify", "sms-run-1")).isEqualTo(1);
        assertThat(err()).isEqualTo("connector: it is gone\nconnector: to mend it: Name another.\n");
    }

    @Test
    void thePolicyIsThatOfTheRepository() throws Exception {
        assertThat(connector(false, "iam", "policy")).isZero();
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(out()))
                .isEqualTo(mapper.readTree(
                        Path.of("../../config/iam/connector-policy.json").toFile()));
    }

    @Test
    void aProblemOfTheDaemonIsOneMessageWithItsFix() {
        daemon.on(
                "GET /jobs/sms-job-9",
                404,
                "{\"code\": \"JOB_NOT_FOUND\", \"detail\": \"there is no such job\", \"fix\": \"Take an id from the list.\"}");
        assertThat(connector("job", "show", "sms-job-9")).isEqualTo(1);
        assertThat(err())
                .isEqualTo("connector: there is no such job\nconnector: to mend it: Take an id from the list.\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void aDaemonThatDoesNotRunIsNamed() {
        daemon.close();
        assertThat(connector("status")).isEqualTo(1);
        assertThat(err()).contains("no daemon runs at the home " + home, "connector run --home " + home);
        assertThat(connector(
                        false, "status", "--home", home.resolve("elsewhere").toString()))
                .isEqualTo(1);
        assertThat(err()).contains("no daemon runs at the home");
    }

    @Test
    void anotherCertificateIsRefusedBeforeTheTokenIsSent() throws Exception {
        FakeDaemon.writeCertificate(
                home, FakeDaemon.selfSigned(KeyPairGenerator.getInstance("EC").generateKeyPair()));
        assertThat(connector("status")).isEqualTo(1);
        assertThat(err()).contains("it shows another certificate");
        assertThat(daemon.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run/address", "tls/certificate.pem", "token"})
    void damagedFilesOfTheHomeAreNamed(String name) throws Exception {
        Files.writeString(home.resolve(name), "\u0001damaged");
        assertThat(connector("status")).isEqualTo(1);
        assertThat(err()).contains("the file " + name + " in " + home);
    }

    @Test
    void wrongUseIsTwoAndShowsTheUsage() {
        for (String[] wrong : new String[][] {
            {},
            {"nothing"},
            {"job"},
            {"job", "create"},
            {"run", "show"},
            {"status", "--wrong"},
            {"job", "create", "a", "--rate", "x"},
            {"job", "create", "a", "b"}
        }) {
            assertThat(connector(false, wrong)).as(String.join(" ", wrong)).isEqualTo(2);
            assertThat(err()).containsAnyOf("Usage: connector", "Did you mean: connector");
            assertThat(out()).isEmpty();
        }
    }

    @Test
    void everyCommandHasHelp() {
        assertHelp(new CommandLine(new Program(Terminal.ofProcess()), new Commands(Terminal.ofProcess())), List.of());
    }

    private void assertHelp(CommandLine command, List<String> path) {
        List<String> arguments = new ArrayList<>(path);
        if (path.contains("help")) {
            return;
        }
        arguments.add("--help");
        assertThat(connector(false, arguments.toArray(new String[0])))
                .as(arguments.toString())
                .isZero();
        assertThat(out())
                .startsWith("Usage: "
                        + String.join(
                                " ",
                                command.getCommandName().equals("connector")
                                        ? List.of("connector")
                                        : withProgram(path)));
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(path.toString())
                .isNotEmpty();
        command.getSubcommands().forEach((name, sub) -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            assertHelp(sub, deeper);
        });
    }

    private static List<String> withProgram(List<String> path) {
        List<String> all = new ArrayList<>(List.of("connector"));
        all.addAll(path);
        return all;
    }

    private static String trust(String state) {
        return """
            {"server": "vc.example", "state": "%s", "why": "Why.", "followed": false, "seenAt": null, "accepted": [],
             "presented": [{"subject": "CN=new", "issuer": "CN=ca", "names": ["dns:vc.example", "ip:10.0.0.1"],
               "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2027-01-01T00:00:00Z", "sha256": "AB:CD",
               "authority": false, "pem": ""}],
             "differences": [{"field": "sha256", "accepted": "01", "presented": "02"}]}"""
                .formatted(state);
    }

    @Test
    void showsACertificateThatChangedSideBySideAndFails() {
        daemon.on("GET /trust?fetch=true", 200, "[" + trust("CHANGED") + "]");
        assertThat(connector("trust", "show")).isEqualTo(1);
        assertThat(out()).contains("CHANGED", "CN=new", "AB:CD", "dns:vc.example, ip:10.0.0.1", "DIFFERS IN");
        daemon.on("POST /trust/fetch", 200, trust("TRUSTED"));
        assertThat(connector("trust", "show", "vc.example")).isZero();
    }

    @Test
    void acceptsACertificateAndFollowsAnAuthority() {
        daemon.on("POST /trust/accept", 200, trust("TRUSTED")).on("POST /trust/follow", 200, trust("TRUSTED"));
        assertThat(connector("trust", "accept", "vc.example", "AB:CD")).isZero();
        assertThat(connector("trust", "follow-ca", "vc.example")).isZero();
        assertThat(connector("trust", "follow-ca", "vc.example", "--file", "/no/such.pem"))
                .isEqualTo(1);
    }

    @Test
    void letsGoOnlyWhenItIsMeant() {
        daemon.on("POST /connector/disassociate", 204, "");
        assertThat(connector("registration", "disassociate")).isEqualTo(1);
        assertThat(connector("registration", "disassociate", "--yes")).isZero();
        assertThat(connector("registration", "disassociate", "--force")).isEqualTo(1);
        daemon.on("POST /connector/disassociate/forced", 204, "");
        assertThat(connector("registration", "disassociate", "--yes", "--force"))
                .isZero();
    }

    @Test
    void namesThePrivilegesThatLack() {
        String found =
                """
                {"product": "vCenter", "apiVersion": "8.0", "instanceUuid": "u", "datacenters": [{"id": "d", "path": "/A",
                 "missing": [{"id": "VApp.Export", "brings": "export"}], "offered": [], "granted": []}]}""";
        daemon.on("GET /vcenter/privileges", 200, found).on("POST /vcenter/check", 200, found);
        assertThat(connector("vcenter", "privileges")).isEqualTo(1);
        assertThat(out()).contains("/A", "VApp.Export", "missing");
        assertThat(connector("vcenter", "check")).isZero();
    }
}
