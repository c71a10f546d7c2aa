package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the API makes of requests about upgrades. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpgradeResourceTest {
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
        server.services.upgrades.asked.clear();
    }

    @Test
    void tellsPlansAndAppliesFilesOrTheChannel() throws Exception {
        assertThat(server.call("POST", "/upgrades", "{\"file\": \"/f.zip\", \"dryRun\": true}")
                        .status())
                .isEqualTo(200);
        assertThat(server.call("POST", "/upgrades", "{\"file\": \"/f.zip\"}").status())
                .isEqualTo(202);
        assertThat(server.call("POST", "/upgrades", "{\"dryRun\": true}").status())
                .isEqualTo(200);
        assertThat(server.call("POST", "/upgrades", "{}").status()).isEqualTo(202);
        assertThat(server.call("POST", "/upgrades/rollback", "").status()).isEqualTo(202);
        assertThat(server.call("POST", "/upgrades/rollback", "{\"acceptLoss\": true}")
                        .status())
                .isEqualTo(202);
        assertThat(server.call("POST", "/upgrades/rollback", "{\"dryRun\": true}")
                        .status())
                .isEqualTo(200);
        assertThat(server.services.upgrades.asked)
                .containsExactly(
                        "plan file /f.zip",
                        "apply file /f.zip",
                        "plan channel",
                        "apply channel",
                        "apply previous",
                        "apply previous accepting loss",
                        "plan previous");
    }

    @Test
    void pinsAndCleansUp() throws Exception {
        assertThat(server.call("POST", "/upgrades/pin", "{\"pinned\": true}")
                        .json()
                        .path("pinned")
                        .asBoolean())
                .isTrue();
        ApiServer.Answer gone = server.call("POST", "/upgrades/cleanup", "");
        assertThat(gone.json().path("removed").path(0).asText()).isEqualTo("0");
        assertThat(gone.json().path("bytes").asLong()).isEqualTo(4096);
    }

    @Test
    void tellsWhatWasPlannedForOneOfTheHistory() throws Exception {
        String begun = server.call("GET", "/upgrades", "")
                .json()
                .path("history")
                .path(0)
                .path("startedAt")
                .asText();
        assertThat(server.call("GET", "/upgrades/" + begun, "")
                        .json()
                        .path("wayBack")
                        .asText())
                .isEqualTo("BY_COPY");
        assertThat(server.call("GET", "/upgrades/2020-01-01T00:00:00Z", "").status())
                .isEqualTo(404);
        assertThat(server.call("GET", "/upgrades/yesterday", "").status()).isEqualTo(400);
    }

    @Test
    void refusesAPathThatTheDaemonWouldReadFromItsOwnDirectory() throws Exception {
        ApiServer.Answer answer = server.call("POST", "/upgrades", "{\"file\": \"f.zip\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains("$.file");
        assertThat(server.services.upgrades.asked).isEmpty();
    }
}
