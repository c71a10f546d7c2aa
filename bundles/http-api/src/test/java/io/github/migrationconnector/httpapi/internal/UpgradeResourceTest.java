package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
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
    void takesAReleaseFileInAndAppliesIt() throws Exception {
        ApiServer.Answer taken = upload("release", FakeServices.ADMIN_TOKEN, "application/zip");
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.json().path("toSet").asText()).isEqualTo("2");
        assertThat(server.call("POST", "/upgrades", "{\"uploaded\": true}").status())
                .isEqualTo(202);
        assertThat(server.call("POST", "/upgrades", "{\"uploaded\": true, \"file\": \"/f.zip\"}")
                        .status())
                .isEqualTo(400);
        ApiServer.Answer refused = upload("garbage", FakeServices.ADMIN_TOKEN, "application/octet-stream");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo("UPGRADE_ARCHIVE_REFUSED");
        assertThat(server.services.upgrades.asked)
                .containsExactly("receive release of 7", "apply uploaded", "receive garbage of 7");
    }

    @Test
    void takesNothingInFromOthersAndNothingElse() throws Exception {
        server.services.audit.events.clear();
        assertThat(upload("release", FakeServices.VIEWER_TOKEN, "application/zip")
                        .status())
                .isEqualTo(403);
        assertThat(server.services.audit.events)
                .extracting(event -> event.action() + " " + event.result())
                .containsExactly("upgrade.upload REFUSED");
        assertThat(upload("release", "nobody", "application/zip").status()).isEqualTo(401);
        assertThat(upload("{}", FakeServices.ADMIN_TOKEN, "application/json").status())
                .isEqualTo(415);
        assertThat(server.get("/upgrades/upload").status()).isEqualTo(405);
        assertThat(server.services.upgrades.asked).isEmpty();
    }

    private ApiServer.Answer upload(String content, String token, String type) throws Exception {
        return server.send(server.request("POST", "/api/v1/upgrades/upload", content)
                .setHeader("Content-Type", type)
                .header("Authorization", "Bearer " + token));
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
