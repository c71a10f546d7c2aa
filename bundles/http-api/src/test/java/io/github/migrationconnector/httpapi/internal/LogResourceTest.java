package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API makes of requests about logs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LogResourceTest {
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
        server.services.audited.clear();
        server.services.logs.chosen.clear();
    }

    @Test
    void findsByLevelTextAndWhatItBelongsTo() throws Exception {
        assertThat(server.get("/logs/entries").json()).hasSize(2);
        assertThat(server.get("/logs/entries?level=ERROR").json()).hasSize(1);
        assertThat(server.get("/logs/entries?text=BEGAN&id=sms-run-1").json()).hasSize(1);
        assertThat(server.get("/logs/entries?area=access").json()).isEmpty();
        assertThat(server.get("/logs/entries?before=1970-01-01T00:00:02Z").json())
                .hasSize(1);
    }

    @Test
    void followsBehindWhatWasSeen() throws Exception {
        var first = server.get("/logs/live?after=0&wait=1").json();
        assertThat(first.path("entries")).hasSize(2);
        assertThat(server.get("/logs/live?after=" + first.path("next").asLong())
                        .json()
                        .path("entries"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logs/entries?level=LOUD",
                "/logs/entries?area=kitchen",
                "/logs/entries?before=yesterday",
                "/logs/entries?count=1001",
                "/logs/live?wait=31",
                "/logs/live?after=-1",
                "/logs/bundle?hideNames=maybe"
            })
    void refusesWhatItDoesNotKnow(String path) throws Exception {
        assertThat(server.get(path).status()).isEqualTo(400);
    }

    @Test
    void setsAndResetsALevelAndWritesItDown() throws Exception {
        assertThat(server.call("POST", "/logs/levels", "{\"name\": \"access\", \"level\": \"DEBUG\"}")
                        .status())
                .isEqualTo(200);
        assertThat(server.services.logs.chosen).containsEntry("access", LogLevel.DEBUG);
        assertThat(server.call("POST", "/logs/levels", "{\"name\": \"access\", \"reset\": true}")
                        .status())
                .isEqualTo(200);
        assertThat(server.services.logs.chosen).isEmpty();
        assertThat(server.services.audited).extracting(event -> event.action()).contains("logs.level");
    }

    @Test
    void sendsASupportBundleToAdministratorsAlone() throws Exception {
        ApiServer.Answer answer = server.get("/logs/bundle?hideNames=true");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-disposition")).isEqualTo("attachment; filename=\"connector-support-1.zip\"");
        assertThat(new String(answer.response().body(), StandardCharsets.US_ASCII))
                .isEqualTo("PK hidden=true");
        assertThat(server.services.audited)
                .extracting(event -> event.action() + " " + event.result())
                .containsExactly("support.bundle " + Result.BEGUN, "support.bundle " + Result.DONE);
        for (String token : new String[] {FakeServices.VIEWER_TOKEN, FakeServices.OPERATOR_TOKEN}) {
            assertThat(server.send(server.request("GET", "/api/v1/logs/bundle", "")
                                    .header("Authorization", "Bearer " + token))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(server.call("POST", "/logs/bundle", "").status()).isEqualTo(405);
        assertThat(server.send(server.request("GET", "/api/v1/logs/bundle", "")).status())
                .isEqualTo(401);
    }
}
