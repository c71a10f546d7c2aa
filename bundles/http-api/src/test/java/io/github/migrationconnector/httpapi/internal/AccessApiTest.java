package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer.Answer;
import io.github.migrationconnector.httpapi.internal.fake.FakeKeyset;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users, sessions, keys, tokens, the audit trail and the credential store's keys, over HTTP. */
final class AccessApiTest {
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
    void usersAreChangedByWhoAsksFromWhereTheyAsk() throws Exception {
        Answer made = server.call(
                "POST", "/users", "{\"name\": \"olga\", \"role\": \"OPERATOR\", \"password\": \"hunter2hunter2\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/users/olga");
        assertThat(made.json().path("role").asText()).isEqualTo("OPERATOR");
        assertThat(made.json().toString()).doesNotContain("hunter2");
        assertThat(server.call("POST", "/users/olga/role", "{\"role\": \"VIEWER\"}")
                        .status())
                .isEqualTo(200);
        assertThat(server.call("POST", "/users/olga/password", "{\"password\": \"other\"}")
                        .status())
                .isEqualTo(204);
        assertThat(server.call("POST", "/users/olga/disable", "")
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isFalse();
        server.call("POST", "/users/olga/enable", "");
        assertThat(server.call("DELETE", "/users/olga", "").status()).isEqualTo(204);
        server.call("POST", "/password", "{\"current\": \"old\", \"password\": \"new\"}");
        String who = "root at 127.0.0.1: ";
        assertThat(server.services.users.asked)
                .containsExactly(
                        who + "create olga OPERATOR hunter2hunter2",
                        who + "role olga VIEWER",
                        who + "password olga other",
                        who + "enabled olga false",
                        who + "enabled olga true",
                        who + "delete olga",
                        who + "own password old new");
        assertThat(server.get("/users/nobody").status()).isEqualTo(404);
    }

    @Test
    void whatIsNoUserIsRefusedWithoutBeingRepeated() throws Exception {
        Answer role = server.call("POST", "/users", "{\"name\": \"a\", \"role\": \"KING\", \"password\": \"x\"}");
        assertThat(role.status()).isEqualTo(400);
        assertThat(role.json().path("detail").asText()).contains("$.role");
        Answer more = server.call(
                "POST",
                "/users",
                "{\"name\": \"a\", \"role\": \"ADMIN\", \"password\": \"hunter2\", \"pasword\": \"hunter3\"}");
        assertThat(more.status()).isEqualTo(400);
        assertThat(more.json().toString()).doesNotContain("hunter");
        assertThat(server.services.users.asked).isEmpty();
    }

    @Test
    void sessionsAreListedAndRevoked() throws Exception {
        assertThat(server.get("/sessions").json().path(0).path("id").asText()).isEqualTo("session-1");
        assertThat(server.call("DELETE", "/sessions/session-1", "").status()).isEqualTo(204);
        assertThat(server.call("DELETE", "/users/olga/sessions", "").status()).isEqualTo(204);
        assertThat(server.services.users.asked)
                .containsExactly("root at 127.0.0.1: revoke session-1", "root at 127.0.0.1: revoke all olga");
    }

    @Test
    void aSecretIsInTheAnswerThatMakesItAndInNoOther() throws Exception {
        Answer key = server.call("POST", "/api-keys", "{\"owner\": \"olga\", \"role\": \"VIEWER\"}");
        assertThat(key.status()).isEqualTo(201);
        assertThat(key.json().path("secretAccessKey").asText()).isEqualTo("shown once");
        assertThat(key.header("Cache-Control")).isEqualTo("no-store");
        assertThat(server.get("/api-keys").json().toString()).doesNotContain("secret", "shown once");
        Answer token = server.call(
                "POST", "/tokens", "{\"name\": \"ci\", \"owner\": \"olga\", \"role\": \"VIEWER\", \"days\": 30}");
        assertThat(token.json().path("token").asText()).isEqualTo("shown once");
        assertThat(server.get("/tokens").json().toString()).doesNotContain("shown once");
        assertThat(server.services.tokens.requests.get(0).life()).isEqualTo(Duration.ofDays(30));
        assertThat(server.call(
                                "POST",
                                "/tokens",
                                "{\"name\": \"ci\", \"owner\": \"olga\", \"role\": \"VIEWER\", \"days\": 4000}")
                        .status())
                .isEqualTo(400);
        assertThat(server.call("DELETE", "/api-keys/AKIAABCDEFGHIJKLMNOP", "").status())
                .isEqualTo(204);
        assertThat(server.call("DELETE", "/tokens/ci", "").status()).isEqualTo(204);
        assertThat(server.services.keys.revoked).containsExactly("AKIAABCDEFGHIJKLMNOP");
        assertThat(server.services.tokens.revoked).containsExactly("ci");
    }

    @Test
    void theTrailIsReadPageByPageAndVerified() throws Exception {
        for (int number = 1; number <= 5; number++) {
            server.services.audit.append(
                    new AuditEvent("olga", "::1", "job.delete", "job " + number, AuditEvent.Result.DONE));
        }
        Answer page = server.get("/audit?count=2");
        assertThat(page.json().findValuesAsText("number")).containsExactly("5", "4");
        assertThat(server.get("/audit?count=9&before=4").json().findValuesAsText("number"))
                .containsExactly("3", "2", "1");
        assertThat(server.get("/audit?before=-1").status()).isEqualTo(400);
        assertThat(server.get("/audit/verification").json().path("intact").asBoolean())
                .isTrue();
        server.services.audit.touched = true;
        assertThat(server.get("/audit/verification").json().path("line").asInt())
                .isEqualTo(4);
    }

    @Test
    void theKeysAreRotatedSealedAndBackedUp() throws Exception {
        assertThat(server.call("POST", "/credentials/rotation", "")
                        .json()
                        .path("primary")
                        .asInt())
                .isEqualTo(2);
        String right = "{\"passphrase\": \"" + FakeKeyset.PASSPHRASE + "\"}";
        assertThat(server.call("POST", "/credentials/passphrase", right)
                        .json()
                        .path("protection")
                        .asText())
                .isEqualTo("PASSPHRASE");
        assertThat(server.call("POST", "/credentials/unseal", right).status()).isEqualTo(200);
        Answer wrong = server.call("POST", "/credentials/unseal", "{\"passphrase\": \"wrong\"}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().path("code").asText()).isEqualTo("PASSPHRASE_WRONG");
        String backup = server.call("POST", "/credentials/backup", right).json().toString();
        Answer restored = server.call(
                "POST",
                "/credentials/restore",
                "{\"passphrase\": \"" + FakeKeyset.PASSPHRASE + "\", \"backup\": " + backup + "}");
        assertThat(restored.json().path("restored").asInt()).isEqualTo(2);
        assertThat(server.services.keyset.restored).isEqualTo(backup);
        assertThat(server.call("POST", "/credentials/restore", right).status()).isEqualTo(400);
        server.call("DELETE", "/credentials/passphrase", "");
        assertThat(server.get("/credentials").json().path("protection").asText())
                .isEqualTo("KEY_FILE");
    }

    @Test
    void theOwnCertificateIsShownRenewedRequestedAndInstalled() throws Exception {
        Answer shown = server.get("/certificate");
        assertThat(shown.json().at("/chain/0/sha256").asText()).startsWith("CD:CD");
        assertThat(shown.json().at("/missingNames/0").asText()).isEqualTo("dns:now.example");
        assertThat(server.call("POST", "/certificate/renewal", "").status()).isEqualTo(200);
        assertThat(server.call("POST", "/certificate/renewal?force=true", "").status())
                .isEqualTo(200);
        assertThat(server.call("POST", "/certificate/request", "")
                        .json()
                        .path("request")
                        .asText())
                .isEqualTo("REQUEST");
        server.call("POST", "/certificate/request", "{\"names\": [\"a.example\", \"192.0.2.7\"]}");
        server.call("POST", "/certificate/installation", "{\"chain\": \"C\", \"key\": \"K\", \"passphrase\": \"P\"}");
        server.call("POST", "/certificate/installation", "{\"pkcs12\": \"F\", \"passphrase\": \"P\"}");
        assertThat(server.services.certificate.asked)
                .containsExactly(
                        "root renew",
                        "root renew by force",
                        "root request []",
                        "root request [a.example, 192.0.2.7]",
                        "root install pem C K P",
                        "root install pkcs12 F P");
        for (String wrong : List.of("{}", "{\"chain\": \"C\", \"pkcs12\": \"F\"}", "{\"chain\": 1}")) {
            assertThat(server.call("POST", "/certificate/installation", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(server.call("POST", "/certificate/request", "{\"names\": \"a\"}")
                        .status())
                .isEqualTo(400);
    }
}
