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
        assertThat(server.services.upgrades.asked)
                .containsExactly("plan /f.zip", "apply /f.zip", "plan", "apply", "roll back");
    }

    @Test
    void refusesAPathThatTheDaemonWouldReadFromItsOwnDirectory() throws Exception {
        ApiServer.Answer answer = server.call("POST", "/upgrades", "{\"file\": \"f.zip\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).contains("$.file");
        assertThat(server.services.upgrades.asked).isEmpty();
    }
}
