package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API makes of requests about the upload of logs. */
final class LogUploadResourceTest {
    private static final String PATH = "/logs/upload";
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void changesWhatIsSaidAndLeavesTheRest() throws Exception {
        server.call("POST", PATH, "{\"target\": \"DIRECTORY\", \"directory\": \"/srv/logs\", \"automatic\": true}");
        server.call("POST", PATH, "{\"everyMinutes\": 30, \"hideNames\": true}");
        assertThat(server.services.uploads.automatic).isTrue();
        assertThat(server.services.uploads.settings.kind()).isEqualTo(UploadKind.DIRECTORY);
        assertThat(server.services.uploads.settings.directory()).isEqualTo("/srv/logs");
        assertThat(server.services.uploads.settings.every()).isEqualTo(Duration.ofMinutes(30));
        assertThat(server.services.uploads.settings.hideNames()).isTrue();
        assertThat(server.services.audited)
                .extracting(event -> event.action() + " " + event.result())
                .contains("logs.upload-set " + Result.BEGUN, "logs.upload-set " + Result.DONE);
    }

    @Test
    void takesSecretsAndTellsTheirNamesAlone() throws Exception {
        JsonNode answer = server.call("POST", PATH, "{\"password\": \"planted one\", \"privateKey\": \"a\\nb\"}")
                .json();
        assertThat(server.services.uploads.secrets)
                .containsEntry("password", "planted one")
                .containsEntry("privateKey", "a\nb");
        assertThat(answer.toString()).doesNotContain("planted").contains("\"kept\":[\"password\",\"privateKey\"]");
        server.call("POST", PATH, "{\"password\": \"\"}");
        assertThat(server.services.uploads.secrets).containsOnlyKeys("privateKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"target\": \"CARRIER_PIGEON\"}",
                "{\"everyMinutes\": 4}",
                "{\"everyMinutes\": 10081}",
                "{\"bucket\": \"Not-A-Bucket\"}",
                "{\"keepDays\": 0}",
                "{\"port\": 0}",
                "{\"host\": \"a b\"}",
                "{\"fingerprint\": \"MD5:aa\"}",
                "{\"folder\": \"a\\u0000b\"}",
                "{\"more\": 1}"
            })
    void refusesWhatIsNone(String body) throws Exception {
        assertThat(server.call("POST", PATH, body).status()).isEqualTo(400);
        assertThat(server.services.uploads.settings.kind()).isEqualTo(UploadKind.NONE);
    }

    @Test
    void onlyAdministratorsChooseTryAndBegin() throws Exception {
        for (String path : new String[] {PATH, PATH + "/test", PATH + "/now"}) {
            assertThat(server.send(server.request("POST", "/api/v1" + path, "{}")
                                    .header("Authorization", "Bearer " + FakeServices.OPERATOR_TOKEN))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(server.services.uploads.begun).isZero();
        assertThat(server.call("POST", PATH + "/now", "").json().path("running").asBoolean())
                .isTrue();
        assertThat(server.services.uploads.begun).isEqualTo(1);
        assertThat(server.call("POST", PATH + "/test", "").json().path("place").asText())
                .isEqualTo("/somewhere");
    }
}
