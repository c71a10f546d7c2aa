package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's network, from the command line. */
final class NetworkCommandTest {
    private static final String NETWORK =
            """
            {"changeable": true, "inForce": {"hostName": "connector", "interfaces": [{"name": "vmx0", "mac": "00:50:56:00:00:01",
             "up": true, "mtuBytes": 1500, "addresses": ["192.0.2.10/24"], "gateways": ["192.0.2.1"],
             "lease": {"server": "192.0.2.1", "expires": "2026-01-02T03:04:05Z"}}], "nameServers": ["192.0.2.53"],
             "searchDomains": ["lab.example"]},
             "settings": {"hostName": "connector", "interfaces": [{"name": "vmx0", "ipv4": {"method": "AUTOMATIC"},
             "ipv6": {"method": "OFF"}, "mtuBytes": 0}], "nameServers": [], "searchDomains": [], "timeServers": [], "routes": []},
             "change": {"id": "0a1b", "phase": "WAITING", "secondsLeft": 41}}""";
    private static final String CHANGE = "{\"id\": \"0a1b\", \"phase\": \"PREPARED\", \"secondsLeft\": 90}";

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
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--home", home.toString()));
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return new Program(terminal).run(all.toArray(new String[0]));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private FakeDaemon.Request asked() {
        return daemon.requests().get(daemon.requests().size() - 1);
    }

    @Test
    void showsWhatIsInForceAndWhatWaits() {
        daemon.on("GET /network", 200, NETWORK);
        assertThat(connector("network", "show")).isZero();
        assertThat(out())
                .contains(
                        "192.0.2.10/24",
                        "from 192.0.2.1 until 2026-01-02T03:04:05Z",
                        "taken back in 41 s unless confirmed");
    }

    @Test
    void changesOneInterfaceAndLeavesTheRest() throws Exception {
        daemon.on("GET /network", 200, NETWORK).on("POST /network/changes", 202, CHANGE);
        assertThat(connector(
                        "network",
                        "static",
                        "vmx0",
                        "192.0.2.20/255.255.255.0",
                        "--gateway",
                        "192.0.2.1",
                        "--confirm-seconds",
                        "90"))
                .isZero();
        assertThat(new ObjectMapper().readTree(asked().body()))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                {"confirmSeconds": 90, "settings": {"hostName": "connector", "interfaces": [{"name": "vmx0",
                                 "ipv4": {"method": "STATIC", "address": "192.0.2.20/255.255.255.0", "gateway": "192.0.2.1"},
                                 "ipv6": {"method": "OFF"}, "mtuBytes": 0}], "nameServers": [], "searchDomains": [],
                                 "timeServers": [], "routes": []}}"""));
        assertThat(out()).contains("network confirm 0a1b", "90 s");
    }

    @Test
    void takesAnAddressOfEitherFamilyFromTheNetwork() {
        daemon.on("GET /network", 200, NETWORK).on("POST /network/changes", 202, CHANGE);
        assertThat(connector("network", "dhcp", "vmx1", "--ipv6")).isZero();
        assertThat(asked().body()).contains("{\"name\":\"vmx1\",\"ipv6\":{\"method\":\"AUTOMATIC\"}}");
    }

    @Test
    void setsNames() {
        daemon.on("GET /network", 200, NETWORK).on("POST /network/changes", 202, CHANGE);
        assertThat(connector(
                        "network",
                        "dns",
                        "192.0.2.53",
                        "192.0.2.54",
                        "--search",
                        "lab.example",
                        "--ntp",
                        "ntp.lab.example"))
                .isZero();
        assertThat(asked().body())
                .contains(
                        "\"nameServers\":[\"192.0.2.53\",\"192.0.2.54\"]",
                        "\"searchDomains\":[\"lab.example\"]",
                        "\"timeServers\":[\"ntp.lab.example\"]");
    }

    @Test
    void aDryRunChangesNothingAndFailsOnWhatBlocks() {
        daemon.on("GET /network", 200, NETWORK)
                .on(
                        "POST /network/check",
                        200,
                        "{\"findings\": [{\"blocking\": true, \"path\": \"$\", \"message\": \"It is taken\", \"fix\": \"Give another\"}], \"plan\": []}");
        assertThat(connector("network", "static", "vmx0", "192.0.2.99/24", "--dry-run"))
                .isEqualTo(1);
        assertThat(out()).contains("wrong: It is taken. Give another.");
        assertThat(daemon.requests()).noneMatch(request -> request.line().contains("changes"));
    }

    @Test
    void confirmsWhatWaitsAndTakesItBack() {
        daemon.on("GET /network", 200, NETWORK)
                .on("POST /network/changes/0a1b/confirm", 204, "")
                .on("DELETE /network/changes/0a1b", 204, "")
                .on("POST /network/interfaces/vmx0/renew", 204, "");
        assertThat(connector("network", "confirm")).isZero();
        assertThat(connector("network", "confirm", "0a1b")).isZero();
        assertThat(connector("network", "revert")).isZero();
        assertThat(asked().line()).isEqualTo("DELETE /network/changes/0a1b");
        assertThat(connector("network", "renew", "vmx0")).isZero();
    }

    @Test
    void setsShowsAndRemovesTheProxy() throws Exception {
        Path password = home.resolve("password");
        java.nio.file.Files.writeString(password, "s3cr3t\n");
        daemon.on("POST /network/proxy", 200, "{\"progress\": {\"state\": \"REGISTERED\"}}")
                .on("DELETE /network/proxy", 200, "{}")
                .on(
                        "GET /network/proxy",
                        200,
                        "{\"inForce\": true, \"proxy\": {\"host\": \"p\", \"port\": 3128, \"exceptions\": [\".lan\"]}}");
        assertThat(connector(
                        "network",
                        "proxy",
                        "p:3128",
                        "--user",
                        "u",
                        "--password-file",
                        password.toString(),
                        "--except",
                        ".lan",
                        "--except",
                        "10.0.0.0/8"))
                .isZero();
        assertThat(asked().body())
                .isEqualTo("{\"host\":\"p\",\"port\":3128,\"user\":\"u\",\"password\":\"s3cr3t\","
                        + "\"exceptions\":[\".lan\",\"10.0.0.0/8\"]}");
        assertThat(out()).contains("through p:3128").doesNotContain("s3cr3t");
        assertThat(connector("network", "proxy")).isZero();
        assertThat(out()).contains("p:3128", ".lan");
        assertThat(connector("network", "proxy", "--none")).isZero();
        assertThat(asked().line()).isEqualTo("DELETE /network/proxy");
        assertThat(connector("network", "proxy", "https://u:p@host")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("give HOST:PORT");
    }

    @Test
    void tellsWhyTheProxyIsRefused() {
        daemon.on(
                "POST /network/proxy",
                422,
                "{\"findings\": [{\"path\": \"$.proxy\", \"message\": \"AWS_UNREACHABLE: nobody\", \"fix\": \"Look.\"}]}");
        assertThat(connector("network", "proxy", "p:3128")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("$.proxy: AWS_UNREACHABLE", "Look.");
    }

    @Test
    void saysThatTheNetworkIsSomebodyElses() {
        daemon.on(
                "GET /network",
                200,
                NETWORK.replace("\"changeable\": true", "\"changeable\": false")
                        .replaceAll("(?s)\"settings\".*", "\"x\": 1}"));
        assertThat(connector("network", "dhcp", "vmx0")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not the connector's to change");
        assertThat(connector("network", "confirm")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no change waits");
    }
}
