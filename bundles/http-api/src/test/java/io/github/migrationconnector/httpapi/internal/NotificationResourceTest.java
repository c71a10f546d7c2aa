package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.notification.Channel;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.api.notification.TopicArn;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API makes of requests about notifications. */
final class NotificationResourceTest {
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
    void setsAWebhookAndWritesItDown() throws Exception {
        ApiServer.Answer answer = server.call(
                "POST",
                "/notifications/webhook",
                "{\"url\": \"https://hooks.example/x\", \"secret\": \"a-long-enough-key\", \"events\":"
                        + " [\"RUN_FAILED\", \"LOGIN_LOCKED\"]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.services.notifications.channel.events())
                .containsExactlyInAnyOrder(NotificationEvent.RUN_FAILED, NotificationEvent.LOGIN_LOCKED);
        assertThat(server.services.notifications.done).containsExactly("set a-long-enough-key");
        assertThat(answer.json().toString()).doesNotContain("a-long-enough-key");
        assertThat(server.services.audited)
                .extracting(AuditEvent::action, AuditEvent::target)
                .contains(tuple("notification.set", "webhook"));
    }

    @Test
    void tellsItEverythingWhenNothingIsNamed() throws Exception {
        server.call("POST", "/notifications/webhook", "{\"url\": \"https://hooks.example/x\"}");
        assertThat(server.services.notifications.channel.events())
                .containsExactlyInAnyOrder(NotificationEvent.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\": \"http://hooks.example/x\"}",
                "{\"url\": \"https://user:password@hooks.example/x\"}",
                "{\"url\": \"https://hooks.example/x#y\"}",
                "{\"url\": \"https://hooks.example:99999/x\"}",
                "{\"url\": \"file:///etc/passwd\", \"plainHttp\": true}",
                "{\"url\": \"https://hooks.example/\\r\\nX: y\"}",
                "{\"url\": \"https://hooks.example/x\", \"sha256\": \"ab\"}",
                "{\"url\": \"https://hooks.example/x\", \"events\": [\"RUN_BURNT\"]}",
                "{\"url\": \"https://hooks.example/x\", \"key\": \"y\"}"
            })
    void refusesWhatCantBe(String body) throws Exception {
        assertThat(server.call("POST", "/notifications/webhook", body).status()).isEqualTo(400);
        assertThat(server.services.notifications.done).isEmpty();
    }

    @Test
    void takesPlainHttpWhenThatIsAllowed() throws Exception {
        assertThat(server.call(
                                "POST",
                                "/notifications/webhook",
                                "{\"url\": \"http://127.0.0.1:8080/x\", \"plainHttp\": true}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void testsRemovesAndTellsWhatBecameOfThem() throws Exception {
        assertThat(server.call("POST", "/notifications/webhook/test", "")
                        .json()
                        .path("id")
                        .asText())
                .isEqualTo("id-1");
        assertThat(server.call("DELETE", "/notifications/webhook", "").status()).isEqualTo(204);
        assertThat(server.services.notifications.done).containsExactly("test webhook", "remove webhook");
        assertThat(server.get("/notifications/deliveries?count=7").json()).hasSize(1);
        assertThat(server.services.notifications.asked).isEqualTo(7);
        assertThat(server.get("/notifications/deliveries?count=0").status()).isEqualTo(400);
        assertThat(server.call("POST", "/notifications/pigeon/test", "").status())
                .isEqualTo(404);
    }

    @Test
    void setsATopic() throws Exception {
        String arn = "arn:aws:sns:eu-central-1:123456789012:migrations";
        ApiServer.Answer answer = server.call("POST", "/notifications/sns", "{\"topic\": \"" + arn + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/settings/topic").asText()).isEqualTo(arn);
        assertThat(server.services.notifications.channel)
                .isEqualTo(new Channel.Sns(TopicArn.parse(arn), Set.of(NotificationEvent.values())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"topic\": \"migrations\"}",
                "{\"topic\": \"arn:aws:sqs:eu-central-1:123456789012:migrations\"}",
                "{\"topic\": \"arn:aws:sns:eu-central-1:1234:migrations\"}",
                "{\"topic\": \"arn:aws:sns:cn-north-1:123456789012:migrations\"}",
                "{\"topic\": \"arn:aws:sns:eu-central-1:123456789012:migrations\", \"secret\": \"a key of AWS\"}",
                "{\"topic\": \"arn:aws:sns:eu-central-1:123456789012:migrations\", \"url\": \"https://x.example\"}"
            })
    void refusesATopicThatCantBe(String body) throws Exception {
        ApiServer.Answer answer = server.call("POST", "/notifications/sns", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().toString()).doesNotContain("a key of AWS");
        assertThat(server.services.notifications.done).isEmpty();
    }
}
