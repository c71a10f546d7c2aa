package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command against a daemon that answers as it is told. */
final class ProgramTest extends ProgramRig {
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
                 "findings": [{"path": "$.aws.region", "message": "is no region", "fix": "Choose one."},
                  {"path": "$.vcenters[0]", "code": "VCENTER_LOGIN", "message": "refused", "fix": "Check it."}]}""");
        assertThat(connector("setup", "--file", file.toString())).isEqualTo(1);
        assertThat(err())
                .isEqualTo("connector: $.aws.region: is no region\nconnector: to mend it: Choose one.\n"
                        + "connector: $.vcenters[0]: VCENTER_LOGIN: refused\nconnector: to mend it: Check it.\n");
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
