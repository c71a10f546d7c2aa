package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeNetworking;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API makes of requests about the machine's network. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NetworkResourceTest {
    private static final String WANTED = "{\"interfaces\": [{\"name\": \"vmx0\", \"ipv4\": {\"method\": \"STATIC\","
            + " \"address\": \"%s/255.255.255.0\", \"gateway\": \"192.0.2.1\"}}]}";

    private ApiServer server;

    @BeforeAll
    void start() throws Exception {
        server = new ApiServer();
    }

    @AfterAll
    void stop() throws Exception {
        server.stop();
    }

    @BeforeEach
    void forget() {
        server.services.networking.asked.clear();
    }

    @Test
    void showsWhatIsInForceAndTakesWhatItShows() throws Exception {
        JsonNode shown = server.call("GET", "/network", "").json();
        assertThat(shown.at("/inForce/interfaces/0/lease/expires").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(shown.at("/change/secondsLeft").asInt()).isEqualTo(41);
        assertThat(shown.at("/inForce/timeServers/0").asText()).isEqualTo("ntp.lab.example");
        assertThat(shown.at("/lastChange/reason").asText()).contains("another machine has");

        ApiServer.Answer checked =
                server.call("POST", "/network/check", shown.path("settings").toString());
        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.json().path("plan").get(0).asText()).isEqualTo("ifconfig");
    }

    @Test
    void appliesConfirmsAndTakesBack() throws Exception {
        String body = "{\"confirmSeconds\": 90, \"settings\": " + WANTED.formatted("192.0.2.20") + "}";
        ApiServer.Answer applied = server.call("POST", "/network/changes", body);
        assertThat(applied.status()).isEqualTo(202);
        assertThat(applied.json().path("id").asText()).isEqualTo("0a1b");
        assertThat(server.call("POST", "/network/changes/0a1b/confirm", "").status())
                .isEqualTo(204);
        assertThat(server.call("DELETE", "/network/changes/0a1b", "").status()).isEqualTo(204);
        assertThat(server.call("POST", "/network/interfaces/vmx0/renew", "").status())
                .isEqualTo(204);
        assertThat(server.services.networking.asked)
                .containsExactly("apply 1 90", "confirm 0a1b", "revert 0a1b", "renew vmx0");
    }

    @Test
    void writesDownWhichInterfaceGotANewLease() throws Exception {
        server.call("POST", "/network/interfaces/vmx0/renew", "");
        assertThat(server.services.audited).last().satisfies(event -> assertThat(event.action() + " " + event.target())
                .isEqualTo("network.renew vmx0"));
    }

    @Test
    void appliesNothingThatIsBlocked() throws Exception {
        String body = "{\"settings\": " + WANTED.formatted(FakeNetworking.TAKEN) + "}";
        ApiServer.Answer answer = server.call("POST", "/network/changes", body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("detail").asText()).contains("$.interfaces[0].ipv4.address");
        assertThat(server.services.networking.asked).isEmpty();
    }

    @Test
    void takesBackNoOtherChange() throws Exception {
        assertThat(server.call("DELETE", "/network/changes/ffff", "").status()).isEqualTo(409);
        Optional<?> before = server.services.networking.pending;
        server.services.networking.pending = Optional.empty();
        assertThat(server.call("DELETE", "/network/changes/0a1b", "").status()).isEqualTo(409);
        assertThat(server.services.networking.asked).isEmpty();
        assertThat(before).isPresent();
        server.services.networking.pending = new FakeNetworking().pending;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"settings\": 1}",
                "{\"settings\": {\"interfaces\": 1}}",
                "{\"settings\": {\"interfaces\": [1]}}",
                "{\"settings\": {\"nameServers\": [1]}}",
                "{\"settings\": {\"other\": 1}}",
                "{\"settings\": {\"interfaces\": [{\"name\": \"a\", \"ipv4\": {\"method\": \"MANUAL\"}}]}}",
                "{\"settings\": {\"interfaces\": [{\"name\": \"a\", \"ipv4\": {\"method\": \"STATIC\", \"address\": \"192.0.2.1\"}}]}}",
                "{\"settings\": {\"interfaces\": []}, \"confirmSeconds\": 4}",
                "{\"settings\": {\"interfaces\": []}, \"confirmSeconds\": 601}",
            })
    void refusesWhatIsNoSetting(String body) throws Exception {
        assertThat(server.call("POST", "/network/changes", body).status()).isEqualTo(400);
        assertThat(server.services.networking.asked).isEmpty();
    }
}
