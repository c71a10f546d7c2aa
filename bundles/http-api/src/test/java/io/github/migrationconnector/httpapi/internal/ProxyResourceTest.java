package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeSteps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy, set by the network's part of the API and kept by the set-up. */
final class ProxyResourceTest {
    private static final String PROXY = "{\"host\": \"p\", \"port\": 3128}";
    private static final String ANSWER = "alone: network {\"seen\":true,\"proxy\":{\"host\":\"p\",\"port\":3128}}";

    private ApiServer server;
    private FakeSteps steps;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
        steps = server.services.steps;
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void showsWhatTheSetupKeeps() throws Exception {
        JsonNode shown = server.call("GET", "/network/proxy", "").json();
        assertThat(shown.at("/proxy/port").asInt()).isEqualTo(3128);
        assertThat(shown.path("inForce").asBoolean()).isTrue();
    }

    @Test
    void isAnsweredForItselfAlone() throws Exception {
        assertThat(server.call("POST", "/network/proxy", PROXY).status()).isEqualTo(200);
        assertThat(server.call("DELETE", "/network/proxy", "").status()).isEqualTo(200);
        assertThat(steps.asked).containsExactly(ANSWER, "alone: network {\"seen\":true}");
    }

    @Test
    void tellsWhyItIsRefused() throws Exception {
        steps.refusing = SetupStep.NETWORK;
        ApiServer.Answer refused = server.call("POST", "/network/proxy", PROXY);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/findings/0/code").asText()).isEqualTo("AWS_UNREACHABLE");
        assertThat(server.services.audited)
                .as("what was refused is not written down as done")
                .extracting(AuditEvent::result)
                .containsExactly(AuditEvent.Result.BEGUN, AuditEvent.Result.FAILED);
    }

    @Test
    void takesNobodyElsesAnswersAlong() throws Exception {
        steps.underWay = true;
        ApiServer.Answer refused = server.call("POST", "/network/proxy", PROXY);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("SETUP_UNDER_WAY");
        assertThat(steps.asked).isEmpty();
    }
}
