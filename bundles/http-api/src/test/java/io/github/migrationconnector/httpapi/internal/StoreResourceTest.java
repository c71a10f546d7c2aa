package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of the store over HTTP. */
final class StoreResourceTest {
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
    void sendsABackupToAdministratorsAlone() throws Exception {
        ApiServer.Answer answer = server.get("/store/backup");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-disposition")).isEqualTo("attachment; filename=\"store-1.zip\"");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(new String(answer.response().body(), StandardCharsets.US_ASCII))
                .isEqualTo("PK store");
        assertThat(server.services.audited)
                .extracting(event -> event.action() + " " + event.result())
                .containsExactly("store.backup " + Result.BEGUN, "store.backup " + Result.DONE);
        for (String token : new String[] {FakeServices.VIEWER_TOKEN, FakeServices.OPERATOR_TOKEN}) {
            assertThat(server.send(server.request("GET", "/api/v1/store/backup", "")
                                    .header("Authorization", "Bearer " + token))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(server.send(server.request("GET", "/api/v1/store/backup", ""))
                        .status())
                .isEqualTo(401);
        assertThat(server.call("POST", "/store/backup", "").status()).isEqualTo(405);
        assertThat(server.services.storeBackups.open).isZero();
    }

    @Test
    void tellsWhyThereIsNone() throws Exception {
        server.services.storeBackups.trouble =
                Optional.of(Problem.fatal("STORE_IS_POSTGRESQL", "The store is on a server.", "Say pg_dump."));
        ApiServer.Answer answer = server.get("/store/backup");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("code").asText()).isEqualTo("STORE_IS_POSTGRESQL");
        assertThat(server.services.audited)
                .extracting(event -> event.result().name())
                .containsExactly("BEGUN", "FAILED");
    }

    @Test
    void oneThatIsCutOffIsWrittenDownAndLeavesNothing() throws Exception {
        server.services.storeBackups.cutOff = true;
        int status = 0;
        try {
            status = server.get("/store/backup").status();
        } catch (IOException cut) {
            assertThat(cut).hasMessageNotContaining("PK");
        }
        assertThat(status).isNotEqualTo(200);
        assertThat(server.services.audited)
                .extracting(event -> event.result().name())
                .containsExactly("BEGUN", "FAILED");
        assertThat(server.services.storeBackups.open).isZero();
    }

    @Test
    void aFailureAfterItsBytesIsNoPartOfIt() throws Exception {
        server.services.storeBackups.left = true;
        String body = "";
        try {
            body = new String(server.get("/store/backup").response().body(), StandardCharsets.US_ASCII);
        } catch (IOException cut) {
            assertThat(cut).hasMessageNotContaining("STORE_COPY_FAILED");
        }
        assertThat(body)
                .as("an answer that is cut off, not one that looks whole")
                .isEmpty();
    }

    @Test
    void aRestoreWaitsForTheNextStart() throws Exception {
        assertThat(server.get("/store").json().at("/restore/state").asText()).isEqualTo("NONE");
        ApiServer.Answer answer =
                server.call("POST", "/store/restore", "{\"file\": \"/media/x.zip\", \"force\": true}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().at("/restore/state").asText()).isEqualTo("WAITING");
        assertThat(server.services.storeBackups.asked).isEqualTo("/media/x.zip by force");
        assertThat(server.services.audited).extracting(event -> event.action()).contains("store.restore");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"file\": \"relative.zip\"}",
                "{\"file\": \"/a\\u0000b\"}",
                "{\"file\": \"/x\", \"force\": 1}",
                "{\"file\": \"/x\", \"other\": 1}"
            })
    void refusesWhatIsNoRequest(String body) throws Exception {
        assertThat(server.call("POST", "/store/restore", body).status()).isEqualTo(400);
        assertThat(server.services.storeBackups.asked).isEmpty();
    }
}
